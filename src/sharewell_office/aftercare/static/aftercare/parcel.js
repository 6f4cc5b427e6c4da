// Opens a parcel (docs/spec/parcel.md) where it lies: in the recipient's own browser. Nothing here speaks to anybody.
import { Decrypter, sha256 } from "../age/age.js";
import { NotAnArchive, partsOf } from "./archive.js";

const DATA = "data.age", MANIFEST = "manifest.json", SEAL = "seal.age";
const TERMS = ["terms.json", "terms.yaml", "terms.yml"];
export const LARGEST = 2 ** 31; // bytes; what a browser can be trusted to hold
const LARGEST_PART = 4_000_000; // bytes of any part but the data
const AT_ONCE = 2 ** 22;

// Why a parcel was not opened, in words for whoever wanted it open.
export class NotOpened extends Error {}

// Opens a parcel as it was collected, or the one file data.age.
//
// In this order, and the file is given out only when all of it held:
//  (0) the archive holds the four parts and nothing else
//  (1) the seal opens with this key or passphrase
//  (2) every part has the digest that the seal gives
//  (3) the manifest names the digest of the terms beside it
//  (4) the data decrypt to the bytes the manifest names
export async function open(file, unlock, progress = () => {}) {
  if (file.size > LARGEST) {
    throw new NotOpened("The parcel is larger than a browser can hold. Use the age program instead: ask your IT service.");
  }
  if (await isAge(file)) return openBare(file, unlock, progress);
  const parts = await partsOf(file).catch(() => {
    throw new NotOpened("This file is not a parcel. Choose the file ending in .zip that you collected, or data.age.");
  });
  const terms = TERMS.filter((name) => parts.has(name));
  if (parts.size !== 4 || terms.length !== 1 || ![DATA, MANIFEST, SEAL].every((name) => parts.has(name))) {
    throw new NotOpened("The archive does not hold the four parts of a parcel. Do not use it; tell the office.");
  }
  const digests = JSON.parse(new TextDecoder().decode(await decrypted(small(parts.get(SEAL)), unlock)));
  for (const name of [DATA, MANIFEST, terms[0]]) {
    if (digests[name] !== await digestOf(parts.get(name))) throw damaged(`${name} is not the one that was sealed`);
  }
  const manifest = JSON.parse(await small(parts.get(MANIFEST)).text());
  if (manifest.terms.sha256 !== digests[terms[0]]) throw damaged("the manifest belongs to other terms");
  const opened = await plain(parts.get(DATA), unlock, progress);
  if (opened.sha256 !== manifest.file.sha256) throw damaged("the file is not the one that the manifest names");
  return { ...opened, name: manifest.file.name, manifest };
}

async function openBare(file, unlock, progress) {
  const name = file.name.replace(/\.age$/, "");
  return { ...(await plain(file, unlock, progress)), name: name === "data" ? "data.csv" : name, manifest: null };
}

async function isAge(file) {
  return (await file.slice(0, 22).text()) === "age-encryption.org/v1\n";
}

function small(part) {
  if (part.size > LARGEST_PART) throw damaged("a part is larger than any such part");
  return part;
}

function damaged(what) {
  return new NotOpened(`The parcel is not what was sealed: ${what}. Do not use it; tell the office.`);
}

async function decrypted(part, unlock) {
  const pieces = [];
  await through(part, unlock, (piece) => pieces.push(piece));
  return new Blob(pieces).arrayBuffer();
}

// Decrypts into a Blob, which the browser keeps outside the page's memory, and works out its digest on the way.
async function plain(part, unlock, progress) {
  const digest = sha256.create();
  let content = new Blob(), pieces = [], held = 0, done = 0;
  await through(part, unlock, async (piece) => {
    digest.update(piece);
    pieces.push(piece);
    held += piece.length;
    if (held < AT_ONCE) return;
    content = new Blob([content, ...pieces]);
    done += held;
    [pieces, held] = [[], 0];
    progress(done / part.size);
    await breath();
  });
  return { content: new Blob([content, ...pieces]), sha256: hex(digest.digest()) };
}

async function through(part, unlock, take) {
  const decrypter = new Decrypter();
  unlock(decrypter);
  try {
    const reader = (await decrypter.decrypt(part.stream())).getReader();
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) await take(value);
  } catch (problem) {
    if (/no identity matched/.test(problem.message)) {
      throw new NotOpened("This key or passphrase does not open the parcel. Check that it is the one the parcel was sealed to.");
    }
    throw damaged("it does not decrypt");
  }
}

async function digestOf(part) {
  const digest = sha256.create();
  const reader = part.stream().getReader();
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) digest.update(value);
  return hex(digest.digest());
}

// The browser draws, and hears whoever presses a key.
export function breath() {
  return new Promise((resume) => { setTimeout(resume); });
}

function hex(bytes) {
  return Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");
}
