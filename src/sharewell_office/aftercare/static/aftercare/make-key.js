// The page "Make a key in this browser". The secret half is saved by whoever made it, and goes nowhere else.
import { generateX25519Identity, identityToRecipient, sha256 } from "../age/age.js";

const by = (id) => document.getElementById(id);
let address = "";

by("make").addEventListener("click", async () => {
  const secret = await generateX25519Identity();
  const key = await identityToRecipient(secret);
  by("public").textContent = key;
  by("check").textContent = checkOf(key);
  const file = `# made: ${new Date().toISOString()}\n# public key: ${key}\n${secret}\n`;
  URL.revokeObjectURL(address);
  address = URL.createObjectURL(new Blob([file], { type: "text/plain" }));
  Object.assign(by("save"), { href: address, download: "sharewell-key.txt" });
  by("made").hidden = false;
  by("made-title").focus();
});

// What is read out on the telephone: the first 80 bits of the key's SHA-256, in fives (sharewell.register.recipient_key).
function checkOf(key) {
  const hex = Array.from(sha256(new TextEncoder().encode(key)), (each) => each.toString(16).padStart(2, "0")).join("");
  return hex.slice(0, 20).toUpperCase().match(/.{4}/g).join(" ");
}

by("without-script").hidden = true;
by("making").hidden = false;
