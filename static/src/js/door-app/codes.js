// What a ticket says, and what its code opens. The same as events/registration/tickets.py and events/devices/sealing.py.

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 136;
const VERSION = 1;
const BODY = 21; // version, event (4), code (16); a signature of 64 follows
const REFERENCE = 8;

const text = new TextEncoder();
const DOMAIN = text.encode("maillage ticket\0");
const LOOKUP = text.encode("maillage door list lookup\0");
const KEY = text.encode("maillage door list key\0");

/** Somebody's typing or a scanner's, in the letters of the alphabet: case, spaces, hyphens, O, I and L are forgiven. */
export function tidy(typed) {
  return typed
    .toUpperCase()
    .replace(/[\s.\u2010-\u2013\u00a0-]/g, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
}

/** Whether a tidied text has the form of a registration's reference. */
export function isReference(tidied) {
  return tidied.length === REFERENCE && [...tidied].every((letter) => ALPHABET.includes(letter));
}

/** The bytes of a tidied text that has a ticket's form; null for anything else. */
function bytesOf(tidied) {
  if (tidied.length !== LENGTH) return null;
  const bytes = new Uint8Array((LENGTH * 5) / 8);
  let held = 0;
  let bits = 0;
  let place = 0;
  for (const letter of tidied) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) return null;
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[place++] = (held >> bits) & 255;
      held &= (1 << bits) - 1;
    }
  }
  return bytes;
}

/** Reads tickets by the public keys of the house: {event, code}, or null for what none of them signed. */
export class Reader {
  constructor(keys, fallback) {
    this.keys = keys.map(fromHex);
    this.fallback = fallback;
    this.verifiers = null;
  }

  async read(tidied) {
    const bytes = bytesOf(tidied);
    if (!bytes || bytes[0] !== VERSION) return null;
    const signed = joined(DOMAIN, bytes.subarray(0, BODY));
    this.verifiers ??= await Promise.all(this.keys.map((key) => this.verifier(key)));
    for (const isSigned of this.verifiers) {
      if (await isSigned(bytes.slice(BODY), signed)) {
        const event = new DataView(bytes.buffer).getUint32(1);
        return { event, code: bytes.slice(5, BODY) };
      }
    }
    return null;
  }

  /** By the browser itself; by noble-ed25519 where it does not know the curve yet. */
  async verifier(raw) {
    try {
      const key = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
      return (signature, signed) => crypto.subtle.verify({ name: "Ed25519" }, key, signature, signed);
    } catch {
      const { verifyAsync } = await import(this.fallback);
      return (signature, signed) => verifyAsync(signature, signed, raw).catch(() => false);
    }
  }
}

/** Under which a ticket's line stands in the list; says nothing about the code. */
export async function lookupOf(event, code) {
  const hash = await crypto.subtle.digest("SHA-256", joined(LOOKUP, number(event), code));
  return toHex(new Uint8Array(hash).subarray(0, 16));
}

/** What a line says, for who has the code. */
export async function unseal(event, code, lookup, line) {
  const raw = Uint8Array.from(atob(line), (letter) => letter.charCodeAt(0));
  const secret = await crypto.subtle.importKey("raw", code, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: joined(KEY, number(event)) };
  const key = await crypto.subtle.deriveKey(how, secret, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  const opened = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: raw.subarray(0, 12), additionalData: fromHex(lookup) },
    key,
    raw.subarray(12),
  );
  return JSON.parse(new TextDecoder().decode(opened));
}

function number(event) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, event);
  return bytes;
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

function fromHex(digits) {
  return Uint8Array.from(digits.match(/../g), (pair) => parseInt(pair, 16));
}

function toHex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
