// Reads the archive that a parcel is collected in, without unpacking it: each part stays where it is on the disk.

export class NotAnArchive extends Error {}

const END = 0x06054b50, END64 = 0x06064b50, LOCATOR64 = 0x07064b50, ENTRY = 0x02014b50, LOCAL = 0x04034b50;
const FULL = 0xffffffff; // the number stands in the zip64 field instead

// The parts of a zip archive, as a Map from name to Blob. Parts are stored as they are: what is encrypted does not shrink.
export async function partsOf(file) {
  const { count, offset, size } = await directoryOf(file);
  const view = await viewOf(file, offset, size);
  const parts = new Map();
  for (let at = 0, n = 0; n < count; n++) {
    if (view.getUint32(at, true) !== ENTRY || view.getUint16(at + 10, true) !== 0) throw new NotAnArchive();
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((each) => view.getUint16(at + each, true));
    const name = text(view, at + 46, nameLength);
    const { length, start } = placeOf(view, at, at + 46 + nameLength, extraLength);
    if (parts.has(name)) throw new NotAnArchive();
    parts.set(name, await contentOf(file, start, length));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return parts;
}

async function directoryOf(file) {
  const from = Math.max(0, file.size - 65_557); // a comment is at most 65,535 bytes
  const tail = await viewOf(file, from, file.size - from);
  for (let at = tail.byteLength - 22; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END) continue;
    if (at >= 20 && tail.getUint32(at - 20, true) === LOCATOR64) {
      const end = await viewOf(file, Number(tail.getBigUint64(at - 12, true)), 56);
      if (end.getUint32(0, true) !== END64) throw new NotAnArchive();
      const [count, size, offset] = [32, 40, 48].map((each) => Number(end.getBigUint64(each, true)));
      return { count, size, offset };
    }
    return {
      count: tail.getUint16(at + 10, true),
      size: tail.getUint32(at + 12, true),
      offset: tail.getUint32(at + 16, true),
    };
  }
  throw new NotAnArchive();
}

// Length and start of a part. Of a part of 4 GB and more, or behind one, they stand in a field of their own.
function placeOf(view, at, extra, extraLength) {
  let length = view.getUint32(at + 20, true), start = view.getUint32(at + 42, true);
  const whole = view.getUint32(at + 24, true);
  for (let field = extra; field < extra + extraLength; field += 4 + view.getUint16(field + 2, true)) {
    if (view.getUint16(field, true) !== 1) continue;
    let next = field + 4;
    const large = () => Number(view.getBigUint64((next += 8) - 8, true));
    if (whole === FULL) large();
    if (length === FULL) length = large();
    if (start === FULL) start = large();
  }
  return { length, start };
}

async function contentOf(file, start, length) {
  const local = await viewOf(file, start, 30);
  if (local.getUint32(0, true) !== LOCAL) throw new NotAnArchive();
  const content = start + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  return file.slice(content, content + length);
}

async function viewOf(file, start, length) {
  const bytes = await file.slice(start, start + length).arrayBuffer();
  if (bytes.byteLength < length) throw new NotAnArchive();
  return new DataView(bytes);
}

function text(view, start, length) {
  return new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + start, length));
}
