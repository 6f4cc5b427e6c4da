// The page "Open a parcel in this browser". What is chosen here stays here: there is no form that could be sent, and the
// browser refuses the page every connection (connect-src 'none').
import { LARGEST, NotOpened, breath, open } from "./parcel.js";

const by = (id) => document.getElementById(id);
const page = by("opening");
let address = "";

const problems = {
  parcel: () => !by("parcel").files.length && "Choose the parcel",
  key: () => keyMissing() && "Choose your key file, or paste your key",
  passphrase: () => !usesKey() && !by("passphrase").value.trim() && "Enter the passphrase",
};

function usesKey() {
  return by("with-key").checked;
}

function keyMissing() {
  return usesKey() && !by("key").files.length && !by("pasted").value.trim();
}

async function press() {
  if (page.getAttribute("aria-busy") === "true") return;
  say("");
  by("result").hidden = true;
  const missing = Object.entries(problems).map(([id, check]) => [id, check()]).filter(([, words]) => words);
  if (missing.length) return refuse(missing);
  page.setAttribute("aria-busy", "true");
  say("Opening. This can take some seconds.");
  await breath();
  try {
    show(await open(by("parcel").files[0], await unlocker(), (share) => say(`Opening: ${Math.round(share * 100)}%`)));
  } catch (problem) {
    refuse([["parcel", problem instanceof NotOpened ? problem.message : "The parcel is damaged. Tell the office."]]);
  } finally {
    page.removeAttribute("aria-busy");
  }
}

// What opens the parcel, as something that hands it to age.
async function unlocker() {
  if (!usesKey()) {
    const said = by("passphrase").value.trim();
    const read = said.toLowerCase().split(/[\s-]+/).join("-"); // as it was read out: capitals and spaces do not matter
    return (decrypter) => new Set([read, said]).forEach((each) => decrypter.addPassphrase(each));
  }
  const text = by("pasted").value + "\n" + (by("key").files.length ? await by("key").files[0].text() : "");
  const keys = text.split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));
  return (decrypter) => {
    try {
      keys.forEach((each) => decrypter.addIdentity(each));
    } catch {
      throw new NotOpened("The key is not one. A key is a line that begins with AGE-SECRET-KEY-1.");
    }
    if (!keys.length) throw new NotOpened("There is no key in that file. A key begins with AGE-SECRET-KEY-1.");
  };
}

function show({ name, content, sha256, manifest }) {
  say("");
  by("digest").textContent = sha256;
  by("same").textContent = compared(sha256, manifest);
  by("about").hidden = !manifest;
  if (manifest) {
    by("authority").textContent = manifest.authority === "none" ? "Nothing: this is a rehearsal" : manifest.authority;
    by("recipient").textContent = manifest.recipient ?? "";
    by("rows").textContent = manifest.file.rows ?? "";
  }
  URL.revokeObjectURL(address);
  address = URL.createObjectURL(content);
  Object.assign(by("save"), { href: address, download: name });
  by("save").textContent = `Save ${name}`;
  for (const id of ["passphrase", "pasted", "key"]) by(id).value = "";
  by("result").hidden = false;
  by("result-title").focus();
}

function compared(sha256, manifest) {
  const expected = by("expected").value.toLowerCase().replace(/[^0-9a-f]/g, "");
  if (expected && expected !== sha256) {
    return "This is NOT the SHA-256 that you entered. Do not use the file; tell the office.";
  }
  if (expected) return "It is the one that you entered: this is the file that the office let go.";
  if (manifest) return "It is the one sealed into the parcel. Compare it with your receipt too: they must be the same.";
  return "Compare it with the SHA-256 on your receipt: they must be the same.";
}

function refuse(found) {
  say("");
  by("problems").replaceChildren(...found.map(([id, words]) => {
    const [item, link] = [document.createElement("li"), document.createElement("a")];
    Object.assign(link, { href: `#${id}`, textContent: words });
    link.addEventListener("click", (event) => { event.preventDefault(); by(id).focus(); });
    item.append(link);
    return item;
  }));
  by("refused").hidden = false;
  by("refused").focus();
}

function say(words) {
  by("refused").hidden = true;
  by("status").textContent = words;
}

by("with-key").addEventListener("change", choose);
by("with-passphrase").addEventListener("change", choose);
function choose() {
  by("with-key-more").hidden = !usesKey();
  by("with-passphrase-more").hidden = usesKey();
}

by("open").addEventListener("click", press);
by("forget").addEventListener("click", () => location.reload());
for (const id of ["passphrase", "expected"]) {
  by(id).addEventListener("keydown", (event) => { if (event.key === "Enter") press(); });
}
by("without-script").hidden = true;
page.hidden = false;
choose();
by("largest").textContent = `${LARGEST / 2 ** 30} GB`;
