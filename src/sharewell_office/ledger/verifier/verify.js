// Does this bundle of evidence, or this receipt, prove itself? docs/spec/ledger.md says how; `sharewell verify` is the
// other implementation, and both say the same of every file. Nothing here reaches the network.
"use strict";

const ED25519 = 1, COSIGNATURE = 4, HASH = 32, LATEST = 253370764800n;
const KIND = /^[a-z][a-z0-9_-]*(?:\.[a-z][a-z0-9_-]*)+$/;
const SIZE = /^(?:0|[1-9][0-9]{0,17})$/;
const SPACE = /[\u0009-\u000d\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const CONTROL = /[\x00-\x09\x0b-\x1f]/;

class No extends Error {}
const must = (fact, problem) => { if (!fact) throw new No(problem); };

// --- bytes -----------------------------------------------------------------------------------------------------------
const utf8 = (text) => new TextEncoder().encode(text);
const join = (...parts) => {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) { all.set(part, at); at += part.length; }
  return all;
};
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));
const leafHash = (data) => sha256([0], data);
const nodeHash = (left, right) => sha256([1], left, right);

function unhex(text, length, where) {
  must(typeof text === "string" && text.length === 2 * length && /^[0-9a-f]*$/.test(text), `${where}: expected ${length} bytes in lower-case hexadecimal`);
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function unbase64(text, problem) {
  must(/^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0, problem);
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  must(btoa(String.fromCharCode(...bytes)) === text, problem);
  return bytes;
}

// --- canonical JSON (RFC 8785 is how ECMAScript itself writes values, with keys in order) ----------------------------
function canonical(value) {
  if (typeof value === "string") must(value.isWellFormed(), "the file: expected JSON in UTF-8");
  if (typeof value === "number") must(Number.isFinite(value), "the file: expected numbers that are numbers");
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  return `{${Object.keys(value).sort().map((key) => `${canonical(key)}:${canonical(value[key])}`).join(",")}}`;
}

function record(value, keys, where) {
  const plain = value !== null && typeof value === "object" && !Array.isArray(value);
  must(plain && Object.keys(value).sort().join() === keys, `${where}: expected an object with exactly the keys ${keys}`);
  return value;
}
const text = (value, where) => { must(typeof value === "string", `${where}: expected text`); return value; };
const list = (value, where) => { must(Array.isArray(value), `${where}: expected a list`); return value; };
const whole = (value, where) => { must(Number.isSafeInteger(value) && value >= 0, `${where}: expected a whole number`); return value; };

// --- notes and keys (C2SP signed-note, tlog-checkpoint, tlog-cosignature) --------------------------------------------
const isName = (name) => name !== "" && !name.includes("+") && !SPACE.test(name);

async function key(vkey, where) {
  const problem = `${where}: this is not a verifier key in its one spelling`;
  const [name, id, ...rest] = vkey.split("+");
  const body = unbase64(rest.join("+"), problem);
  must(isName(name) && body.length === 33 && [ED25519, COSIGNATURE].includes(body[0]), problem);
  const digest = (await sha256(utf8(`${name}\n`), body)).slice(0, 4);
  must(id === hex(digest), problem);
  return { text: vkey, name, id, algorithm: body[0], public: body.slice(1) };
}

async function signed(byKey, message, signature) {
  if (signature.length !== 64) return false;
  try {
    const imported = await crypto.subtle.importKey("raw", byKey.public, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", imported, signature, message);
  } catch (problem) {
    if (problem instanceof DOMException && problem.name === "NotSupportedError") throw problem;
    return false;
  }
}

function note(whole_, where) {
  const problem = `${where}: this is not a signed checkpoint in its one spelling`;
  const gap = whole_.lastIndexOf("\n\n");
  must(!CONTROL.test(whole_) && gap >= 0 && whole_.endsWith("\n"), problem);
  const body = whole_.slice(0, gap + 1), lines = whole_.slice(gap + 2);
  must(lines.endsWith("\n"), problem);
  const signatures = lines.slice(0, -1).split("\n").map((line) => {
    must(line.startsWith("— "), problem);
    const space = line.indexOf(" ", 2);
    must(space > 0, problem);
    const name = line.slice(2, space), bytes = unbase64(line.slice(space + 1), problem);
    must(isName(name) && bytes.length >= 5, problem);
    return { name, id: hex(bytes.slice(0, 4)), signature: bytes.slice(4), line };
  });
  must(signatures.length <= 64, problem);
  const parts = body.split("\n");
  must(parts.length === 4 && parts[0] !== "" && SIZE.test(parts[1]), problem);
  const root = unbase64(parts[2], problem);
  must(root.length === HASH, problem);
  return { text: body, signatures, origin: parts[0], size: BigInt(parts[1]), root };
}

const linesOf = (aNote, byKey) => aNote.signatures.filter((line) => line.name === byKey.name && line.id === byKey.id);

async function signedBy(aNote, byKey) {
  const lines = byKey.algorithm === ED25519 ? linesOf(aNote, byKey) : [];
  for (const line of lines) if (!(await signed(byKey, utf8(aNote.text), line.signature))) return false;
  return lines.length > 0;
}

async function cosignedAt(aNote, witness) {
  if (witness.algorithm !== COSIGNATURE) return null;
  let latest = null;
  for (const line of linesOf(aNote, witness)) {
    const seconds = BigInt(`0x${hex(line.signature.slice(0, 8)) || "0"}`);
    const message = utf8(`cosignature/v1\ntime ${seconds}\n${aNote.text}`);
    if (seconds > LATEST || !(await signed(witness, message, line.signature.slice(8)))) return null;
    if (latest === null || seconds > latest) latest = seconds;
  }
  return latest;
}

// --- proofs (RFC 9162, 2.1.3.2 and 2.1.4.2) --------------------------------------------------------------------------
async function included(index, size, leaf, proof, root) {
  if (index >= size) return false;
  let fn = index, sn = size - 1n, r = leaf;
  for (const p of proof) {
    if (sn === 0n) return false;
    if (fn & 1n || fn === sn) {
      r = await nodeHash(p, r);
      while (!(fn & 1n) && fn) { fn >>= 1n; sn >>= 1n; }
    } else r = await nodeHash(r, p);
    fn >>= 1n; sn >>= 1n;
  }
  return sn === 0n && same(r, root);
}

async function grew(earlier, size, earlierRoot, root, proof) {
  if (earlier < 1n || earlier > size) return false;
  if (earlier === size) return proof.length === 0 && same(earlierRoot, root);
  if (proof.length === 0) return false;
  const path = (earlier & (earlier - 1n)) === 0n ? [earlierRoot, ...proof] : proof;
  let fn = earlier - 1n, sn = size - 1n;
  while (fn & 1n) { fn >>= 1n; sn >>= 1n; }
  let fr = path[0], sr = path[0];
  for (const c of path.slice(1)) {
    if (sn === 0n) return false;
    if (fn & 1n || fn === sn) {
      fr = await nodeHash(c, fr); sr = await nodeHash(c, sr);
      while (!(fn & 1n) && fn) { fn >>= 1n; sn >>= 1n; }
    } else sr = await nodeHash(sr, c);
    fn >>= 1n; sn >>= 1n;
  }
  return sn === 0n && same(fr, earlierRoot) && same(sr, root);
}

// --- reading a bundle, or a receipt ----------------------------------------------------------------------------------
const hashes = (value, where) => list(value, where).map((one) => unhex(one, HASH, where));

function payloadOf(value, where) {
  record(value, "about,at,by,details,kind", where);
  for (const name of ["about", "at", "by", "kind"]) text(value[name], `${where}.${name}`);
  must(value.details !== null && typeof value.details === "object" && !Array.isArray(value.details), `${where}.details: expected an object`);
  return value;
}

function bundle(source) {
  const read = JSON.parse(source);
  must(canonical(read) === source, "the file: expected the canonical spelling of its JSON (RFC 8785)");
  record(read, "checkpoint,consistency,events,format,time_stamps,verifier_key,witnesses", "the bundle");
  must(read.format === "sharewell-evidence/1", "format: expected sharewell-evidence/1");
  const growth = read.consistency === null ? null : record(read.consistency, "checkpoint,proof", "consistency");
  return {
    checkpoint: text(read.checkpoint, "checkpoint"),
    verifierKey: text(read.verifier_key, "verifier_key"),
    growth: growth && { checkpoint: text(growth.checkpoint, "consistency"), proof: hashes(growth.proof, "consistency.proof") },
    witnesses: list(read.witnesses, "witnesses").map((one) => text(one, "witnesses")),
    timeStamps: list(read.time_stamps, "time_stamps").map((one) => text(one, "time_stamps")),
    events: list(read.events, "events").map(entry),
  };
}

function entry(value, place) {
  const where = `events[${place}]`, read = record(value, "index,leaf,payload,proof,salt", where);
  const leaf = record(read.leaf, "commitment,kind,version", `${where}.leaf`);
  must(leaf.version === 1, `${where}.leaf.version: expected 1`);
  must(KIND.test(text(leaf.kind, where)), `${where}.leaf.kind: a kind is words in lower case joined by dots`);
  must((read.payload === null) === (read.salt === null), `${where}: expected payload and salt, or neither (erased)`);
  return {
    index: whole(read.index, `${where}.index`),
    leaf: { kind: leaf.kind, commitment: unhex(leaf.commitment, HASH, where) },
    payload: read.payload === null ? null : payloadOf(read.payload, `${where}.payload`),
    salt: read.salt === null ? null : unhex(read.salt, HASH, `${where}.salt`),
    proof: hashes(read.proof, `${where}.proof`),
  };
}

async function receipt(source) {
  const gap = source.indexOf("\n\n");
  must(gap > 0, "the file: expected the one spelling of a receipt");
  const [, extra, index, ...proof] = source.slice(0, gap).split("\n");
  must(extra?.startsWith("extra ") && index?.startsWith("index ") && SIZE.test(index.slice(6)), "the file: expected extra data, an index, and hashes");
  const json = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(unbase64(extra.slice(6), "extra: expected base64"));
  const said = record(JSON.parse(json), "payload,salt,verifier_key,witnesses", "extra");
  must(canonical(said) === json, "the file: expected the one spelling of a receipt");
  const payload = payloadOf(said.payload, "payload"), salt = unhex(said.salt, HASH, "salt");
  must(KIND.test(payload.kind), "payload.kind: a kind is words in lower case joined by dots");
  const path = proof.map((one) => unbase64(one, "proof: expected base64"));
  must(path.every((one) => one.length === HASH), "proof: expected hashes");
  return {
    checkpoint: source.slice(gap + 2),
    verifierKey: text(said.verifier_key, "extra"),
    growth: null,
    witnesses: list(said.witnesses, "extra").map((one) => text(one, "extra")),
    timeStamps: [],
    events: [{ index: whole(Number(index.slice(6)), "index"), leaf: { kind: payload.kind, commitment: await commitment(payload, salt) }, payload, salt, proof: path }],
  };
}

async function commitment(payload, salt) {
  const imported = await crypto.subtle.importKey("raw", salt, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, utf8(canonical(payload))));
}

// --- the verdict -----------------------------------------------------------------------------------------------------
const decoded = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);

async function verify(bytes, brought = "") {
  try {
    const files = isPack(bytes) ? readPack(bytes) : null;
    const source = decoded(files ? files.get("evidence.json") : bytes);
    const evidence = !files && source.startsWith("c2sp.org/tlog-proof@v1\n") ? await receipt(source) : bundle(source);
    const found = await judge(evidence, brought);
    if (files) await judgePapers(files, evidence);
    return { verified: true, anchored: brought !== "", problem: "", files: files ? [...files.keys()] : [], ...found };
  } catch (problem) {
    return { verified: false, anchored: false, problem: problem instanceof No ? problem.message : told(problem), events: [], witnesses: [], files: [] };
  }
}

const told = (problem) =>
  problem instanceof DOMException && problem.name === "NotSupportedError"
    ? "This browser cannot check Ed25519 signatures. Use a newer one."
    : "the file: expected a pack, evidence or a receipt";

async function judge(evidence, brought) {
  const named = await key(evidence.verifierKey, "verifier_key");
  must(brought === "" || brought === named.text, "verifier_key: this is not the key you brought");
  const now = note(evidence.checkpoint, "checkpoint");
  must(now.origin === named.name, "checkpoint: the log's name and the name of its key differ");
  must(await signedBy(now, named), "checkpoint: the log's signature does not fit this checkpoint");
  const witnesses = [];
  for (const one of evidence.witnesses) {
    const witness = await key(one, "witnesses"), at = await cosignedAt(now, witness);
    must(at !== null, "witnesses: this witness did not co-sign the checkpoint");
    witnesses.push({ name: witness.name, at: new Date(Number(at) * 1000).toISOString() });
  }
  must(now.signatures.length === 1 + witnesses.length, "checkpoint: expected one signature of each key named, and no other");
  if (evidence.growth) await judgeGrowth(evidence.growth, now, named);
  await judgeEvents(evidence.events, now);
  await judgeStamps(evidence, named, now);
  return { events: evidence.events, stamps: evidence.timeStamps.length, witnesses, size: String(now.size), origin: now.origin, root: hex(now.root) };
}

async function judgeGrowth(growth, now, named) {
  const earlier = note(growth.checkpoint, "consistency.checkpoint");
  must(earlier.origin === named.name && (await signedBy(earlier, named)), "consistency.checkpoint: the log's signature does not fit this checkpoint");
  must(earlier.signatures.length === 1, "consistency.checkpoint: expected the log's signature and no other");
  must(await grew(earlier.size, now.size, earlier.root, now.root, growth.proof), "consistency.proof: the log did more than grow since then");
}

// A browser cannot judge an authority's certificates. That a stamp is over this checkpoint, or the earlier one, it can see:
// the SHA-256 stands in it, as 32 octets (04 20 in DER).
async function judgeStamps(evidence, named, now) {
  const notes = [now, ...(evidence.growth ? [note(evidence.growth.checkpoint, "consistency.checkpoint")] : [])];
  const over = await Promise.all(notes.map((each) => sha256(utf8(each.text + "\n"), ...linesOf(each, named).map((line) => utf8(line.line + "\n")))));
  for (const [place, one] of evidence.timeStamps.entries()) {
    const stamp = hex(unbase64(one, `time_stamps[${place}]: it is no time stamp in its one spelling`));
    must(over.some((digest) => stamp.includes(`0420${hex(digest)}`)), `time_stamps[${place}]: it is not over this checkpoint`);
  }
}

async function judgeEvents(events, now) {
  must(events.length > 0, "events: there is no event here: the bundle shows nothing");
  must(events.every((one, place) => place === 0 || events[place - 1].index < one.index), "events: the events are not in the order of the log, each once");
  for (const [place, one] of events.entries()) {
    const kept = one.payload === null || (one.payload.kind === one.leaf.kind && same(await commitment(one.payload, one.salt), one.leaf.commitment));
    must(kept, `events[${place}].payload: this is not what was recorded`);
    const leaf = await leafHash(utf8(`{"commitment":"${hex(one.leaf.commitment)}","kind":"${one.leaf.kind}","version":1}`));
    must(await included(BigInt(one.index), now.size, leaf, one.proof, now.root), `events[${place}].proof: this event is not in the log`);
  }
}

// --- the page --------------------------------------------------------------------------------------------------------
const line = (tag, words) => Object.assign(document.createElement(tag), { textContent: words });

function show(verdict) {
  const out = document.getElementById("verdict");
  out.replaceChildren();
  if (!verdict.verified) {
    out.append(line("h2", "This file does NOT prove itself"), line("p", "Rely on nothing in it."), line("p", verdict.problem));
    return;
  }
  out.append(line("h2", verdict.anchored ? "This file proves itself" : "This file holds together, and nobody vouches for it yet"));
  out.append(line("p", `${verdict.events.length} of the ${verdict.size} entries of ${verdict.origin}, root hash ${verdict.root}.`));
  out.append(line("p", verdict.anchored
    ? "Signed by the key you brought."
    : "You brought no key: whoever wrote the file chose the one it names. Ask the office, by another way, for its key."));
  if (verdict.stamps) out.append(line("p", `Time stamps: ${verdict.stamps}. This page does not check who made them; sharewell verify --tsa does.`));
  for (const witness of verdict.witnesses) out.append(line("p", `Co-signed by ${witness.name} at ${witness.at}.`));
  if (verdict.files.length) {
    const papers = document.createElement("ul");
    papers.append(...verdict.files.map((name) => line("li", name)));
    out.append(line("h3", "Every file in the pack is the one that was put on record"), papers, line("h3", "What happened"));
  }
  const events = document.createElement("ol");
  for (const one of verdict.events.slice(0, 500))
    events.append(line("li", one.payload ? `#${one.index} ${one.payload.at} ${one.payload.kind} ${one.payload.about} by ${one.payload.by} ${JSON.stringify(one.payload.details)}` : `#${one.index} ${one.leaf.kind} (words destroyed)`));
  out.append(events);
  if (verdict.events.length > 500) out.append(line("p", `And ${verdict.events.length - 500} more, each checked like these: the file holds them.`));
}

document.getElementById("check").addEventListener("submit", async (submitted) => {
  submitted.preventDefault();
  const [file] = document.getElementById("file").files;
  if (file) show(await verify(new Uint8Array(await file.arrayBuffer()), document.getElementById("key").value.trim()));
});
