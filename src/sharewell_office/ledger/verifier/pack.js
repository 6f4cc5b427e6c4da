// Packs: the archive in its one spelling, and the papers that an entry of the evidence binds (sharewell/ledger/pack.py).
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*){0,3}$/;
const isPack = (bytes) => hex(bytes.slice(0, 4)) === "504b0304";
const numbers = (...pairs) => join(...pairs.map(([value, width]) => Uint8Array.from({ length: width }, (_, at) => Math.floor(value / 256 ** at) % 256)));

const CRC = Uint32Array.from({ length: 256 }, (_, value) => {
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});
const crc32 = (bytes) => (bytes.reduce((sum, byte) => CRC[(sum ^ byte) & 255] ^ (sum >>> 8), -1) ^ -1) >>> 0;

function writePack(files) {
  const body = [], directory = [];
  let at = 0;
  for (const name of [...files.keys()].sort()) {
    const data = files.get(name), path = utf8(name);
    const said = [[10, 2], [0, 2], [0, 2], [0, 2], [33, 2], [crc32(data), 4], [data.length, 4], [data.length, 4], [path.length, 2]];
    directory.push(numbers([0x02014b50, 4], [10, 2], ...said, [0, 2], [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]), path);
    body.push(numbers([0x04034b50, 4], ...said, [0, 2]), path, data);
    at += 30 + path.length + data.length;
  }
  const listed = join(...directory);
  return join(...body, listed, numbers([0x06054b50, 4], [0, 4], [files.size, 2], [files.size, 2], [listed.length, 4], [at, 4], [0, 2]));
}

function readPack(bytes) {
  const files = new Map(), view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  while (isPack(bytes.slice(at, at + 4))) {
    const size = view.getUint32(at + 22, true), start = at + 30, named = start + view.getUint16(at + 26, true);
    const name = decoded(bytes.slice(start, named));
    must(NAME.test(name), "the file: expected plain names of files");
    files.set(name, bytes.slice(named, named + size));
    at = named + size;
  }
  must(same(writePack(files), bytes), "the file: expected the one spelling of a pack");
  for (const name of ["evidence.json", "manifest.json"]) must(files.has(name), `${name}: this file is not in the pack`);
  return files;
}

async function judgePapers(files, evidence) {
  const source = files.get("manifest.json"), digest = hex(await sha256(source));
  const binds = (one) => one.payload?.kind === "pack.made" && one.payload.details.manifest === digest;
  must(evidence.events.some(binds), "manifest.json: no entry of the evidence says that this is the pack that was made");
  const said = record(JSON.parse(decoded(source)), "files,format", "manifest.json");
  must(canonical(said) === decoded(source) && said.format === "sharewell-pack/1", "manifest.json: expected the manifest of a pack");
  const there = [...files.keys()].filter((name) => name !== "evidence.json" && name !== "manifest.json").sort();
  record(said.files, there.join(), "manifest.json");
  for (const name of there) must(hex(await sha256(files.get(name))) === said.files[name], `${name}: this is not the file that the manifest names`);
}
