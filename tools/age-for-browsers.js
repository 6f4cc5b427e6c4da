// What the page that opens a parcel in the recipient's browser needs of npm, gathered into one file by `npm run bundle`.
export { Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
export { sha256 } from "@noble/hashes/sha2.js";
