// A key backup: what KEY_DIR must hold to open the data, taken while the product runs and sealed to the custodians, any
// one of whom opens it. `keys.jwe.json` holds a random content key (General JWE, ECDH-ES+A256KW, A256GCM);
// `keys.sealed` holds the files in pieces under it (AES-256-GCM; each piece is bound to its place and to being the
// last).
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  randomBytes,
} from "node:crypto";
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { GeneralEncrypt, generalDecrypt, importJWK } from "jose";
import { makeFolder } from "./folder-faults.mjs";
import { openReadOnly } from "./folders.mjs";

export const KEY_FORMAT = "anding-key-backup-1";
export const CUSTODIANS_NEEDED = 2;
export const SEALED_FILES = ["keys.jwe.json", "keys.sealed"];
const PIECE = 1 << 20;
const TAKEN = [
  "master.key",
  "master-old.key",
  "kept-keys.json",
  "sign.key",
  "signers.json",
  "ca.key",
  "ca.crt",
  "https.key",
  "https.crt",
  "tls.key",
  "tls.crt",
];

export const derive = (master, purpose) => createHmac("sha256", master).update(`anding:${purpose}`).digest();
/** Names a master key without telling it; equals app/platform/master-keys.server.ts. */
export const masterCheck = (master) => derive(master, "check").toString("hex").slice(0, 32);
export const keyIdOf = (pem) =>
  createHmac("sha256", "anding:kid")
    .update(createPublicKey(createPrivateKey(pem)).export({ type: "spki", format: "der" }))
    .digest("hex")
    .slice(0, 16);

/** Who is in office, as a copy of anding.db says. */
export function custodiansIn(db) {
  if (!db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'Custodian'").all().length) return [];
  return db
    .prepare(
      `SELECT "name", "fingerprint", "publicKey" FROM "Custodian" WHERE "confirmedAt" IS NOT NULL AND "retiredAt" IS NULL ORDER BY "enteredAt"`,
    )
    .all()
    .map(({ name, fingerprint, publicKey }) => ({ name, fingerprint, publicKey: JSON.parse(publicKey) }));
}

/** The small files as they were at one moment: read again when a change of keys ran between. */
export function readSmallFiles(keyDir) {
  const stamp = () =>
    TAKEN.map((name) => {
      const at = statSync(join(keyDir, name), { throwIfNoEntry: false });
      return at ? `${at.ino}:${at.mtimeMs}` : "-";
    }).join(" ");
  for (let tries = 0; tries < 20; tries += 1) {
    const before = stamp();
    const files = TAKEN.flatMap((name) => {
      try {
        return [{ name, bytes: readFileSync(join(keyDir, name)) }];
      } catch (error) {
        if (error.code === "ENOENT") return [];
        throw error;
      }
    });
    if (stamp() === before) return files;
  }
  throw new Error(`${keyDir} 里的密钥一直在变，没有备份成。请过一分钟再试。`);
}

/**
 * Seals the keys into `target`, an unfinished backup that holds its copy of anding.db already: keys only grow, so that
 * who stands in the copy has his key here. `before`: the small files as they were when that copy was begun.
 */
export async function sealKeys({ keyDir, target, custodians, before, now }) {
  const work = join(keyDir, `.key-backup-${process.pid}`);
  for (const name of readdirSync(keyDir))
    if (name.startsWith(".key-backup-")) rmSync(join(keyDir, name), { recursive: true, force: true });
  mkdirSync(work, { mode: 0o700 });
  try {
    const live = openReadOnly(join(keyDir, "people.db"));
    try {
      live.exec(`VACUUM INTO '${join(work, "people.db").replaceAll("'", "''")}'`);
    } finally {
      live.close();
    }
    const files = withOldMaster(readSmallFiles(keyDir), before);
    const contentKey = randomBytes(32);
    const sizes = [
      ...files.map(({ name, bytes }) => ({ name, bytes: bytes.length })),
      { name: "people.db", bytes: statSync(join(work, "people.db")).size },
    ];
    sealPieces(contentKey, join(target, "keys.sealed"), parts(sizes, files, join(work, "people.db")));
    const jwe = new GeneralEncrypt(
      new TextEncoder().encode(JSON.stringify({ format: KEY_FORMAT, k: contentKey.toString("base64url") })),
    ).setProtectedHeader({ enc: "A256GCM", typ: KEY_FORMAT });
    for (const { publicKey, fingerprint } of custodians)
      jwe
        .addRecipient(await importJWK(publicKey, "ECDH-ES+A256KW"))
        .setUnprotectedHeader({ alg: "ECDH-ES+A256KW", kid: fingerprint });
    writeFileSync(join(target, "keys.jwe.json"), JSON.stringify(await jwe.encrypt()), { mode: 0o600 });
    const bytesOf = (name) => files.find((file) => file.name === name).bytes;
    const people = openReadOnly(join(work, "people.db"));
    try {
      return {
        format: KEY_FORMAT,
        at: now.toISOString(),
        files: sizes,
        masterCheck: masterCheck(bytesOf("master.key")),
        signingKey: keyIdOf(bytesOf("sign.key")),
        persons: Number(people.prepare("SELECT count(*) AS n FROM person_key").get().n),
        ...missingPersons(join(target, "anding.db"), join(work, "people.db")),
        custodians: custodians.map(({ name, fingerprint }) => ({ name, fingerprint })),
      };
    } finally {
      people.close();
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A master key that was destroyed between the copy of the data and that of the keys still belongs to this copy. */
function withOldMaster(files, before) {
  const master = (list, name) => list.find((file) => file.name === name)?.bytes;
  const present = files.filter(({ name }) => name.startsWith("master")).map(({ bytes }) => bytes.toString("hex"));
  const lost = ["master.key", "master-old.key"]
    .map((name) => master(before, name))
    .find((bytes) => bytes && !present.includes(bytes.toString("hex")));
  if (!lost) return files;
  if (master(files, "master-old.key")) throw new Error("主密钥在备份时换了两次，没有备份成。请重做一次。");
  return [...files, { name: "master-old.key", bytes: lost }];
}

/** Persons of the data copy who are not erased and have no key beside it. */
function missingPersons(data, people) {
  const db = openReadOnly(data);
  const keys = openReadOnly(people);
  try {
    const known = new Set(
      keys
        .prepare("SELECT person FROM person_key")
        .all()
        .map((row) => row.person),
    );
    const wanted = db
      .prepare(`SELECT "id" FROM "Person" WHERE "erasedAt" IS NULL`)
      .all()
      .map((row) => row.id);
    return { inData: wanted.length, missing: wanted.filter((id) => !known.has(id)).length };
  } finally {
    db.close();
    keys.close();
  }
}

function* parts(sizes, files, peopleFile) {
  const head = Buffer.from(JSON.stringify({ format: KEY_FORMAT, files: sizes }));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  yield Buffer.concat([length, head, ...files.map(({ bytes }) => bytes)]);
  const file = openSync(peopleFile, "r");
  try {
    for (;;) {
      const piece = Buffer.alloc(PIECE);
      const got = readSync(file, piece);
      if (got === 0) return;
      yield piece.subarray(0, got);
    }
  } finally {
    closeSync(file);
  }
}

const nonceOf = (index) => {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 8);
  return nonce;
};
const placeOf = (index, last) => Buffer.from(`${KEY_FORMAT}:${index}:${last ? "last" : "more"}`);

/** The key is used for this one file, so a piece's number serves as its nonce. */
function sealPieces(key, path, source) {
  const out = openSync(path, "wx", 0o600);
  let index = 0;
  const put = (bytes, last) => {
    const cipher = createCipheriv("aes-256-gcm", key, nonceOf(index)).setAAD(placeOf(index, last));
    const body = Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    writeSync(out, Buffer.concat([length, body]));
    index += 1;
  };
  try {
    let held = null;
    for (const piece of source) {
      if (held) put(held, false);
      held = piece;
    }
    put(held ?? Buffer.alloc(0), true);
  } finally {
    closeSync(out);
  }
}

function* openPieces(key, path) {
  const file = openSync(path, "r");
  try {
    const end = fstatSync(file).size;
    let at = 0;
    for (let index = 0; at < end; index += 1) {
      const length = Buffer.alloc(4);
      readSync(file, length, 0, 4, at);
      const body = Buffer.alloc(length.readUInt32BE());
      if (at + 4 + body.length > end || body.length < 16) throw new Error("密钥备份被截断，没有恢复。");
      readSync(file, body, 0, body.length, at + 4);
      at += 4 + body.length;
      const decipher = createDecipheriv("aes-256-gcm", key, nonceOf(index))
        .setAAD(placeOf(index, at === end))
        .setAuthTag(body.subarray(-16));
      try {
        yield Buffer.concat([decipher.update(body.subarray(0, -16)), decipher.final()]);
      } catch {
        throw new Error(`密钥备份的第 ${index + 1} 块被改过或被截断，没有恢复。`);
      }
    }
  } finally {
    closeSync(file);
  }
}

/**
 * Opens a key backup with a custodian's private key and puts it into `keyDir`, which must be empty: all of it or
 * nothing. `check` throws what speaks against them.
 */
export async function openKeys({ source, keyDir, privateJwk, fingerprint, check = () => {} }) {
  const jwe = JSON.parse(readFileSync(join(source, "keys.jwe.json"), "utf8"));
  if (!jwe.recipients.some((one) => one.header?.kid === fingerprint))
    throw new Error("这份密钥备份没有封给这位保管人（可能是登记以前或停用以后做的）。请另一位保管人来开。");
  const only = { ...jwe, recipients: jwe.recipients.filter((one) => one.header?.kid === fingerprint) };
  const { plaintext } = await generalDecrypt(only, await importJWK(privateJwk, "ECDH-ES+A256KW"), {
    keyManagementAlgorithms: ["ECDH-ES+A256KW"],
    contentEncryptionAlgorithms: ["A256GCM"],
  });
  const { format, k } = JSON.parse(new TextDecoder().decode(plaintext));
  if (format !== KEY_FORMAT) throw new Error(`密钥备份的格式是 ${format}，这个版本只认 ${KEY_FORMAT}`);
  const making = `${keyDir}.restoring`;
  rmSync(making, { recursive: true, force: true });
  makeFolder(making);
  try {
    unpack(openPieces(Buffer.from(k, "base64url"), join(source, "keys.sealed")), making);
    check(making);
    writeFileSync(join(making, "restoring"), "", { mode: 0o600 });
    if (existsSync(join(keyDir, "restoring"))) rmSync(keyDir, { recursive: true }); // what a restore left half done
    if (existsSync(keyDir)) rmdirSync(keyDir); // refuses a folder that holds anything
    renameSync(making, keyDir);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw error;
  }
}

function unpack(pieces, dir) {
  let rest = Buffer.alloc(0);
  let wanted = null;
  let out = null;
  for (const piece of pieces) {
    rest = Buffer.concat([rest, piece]);
    if (!wanted) {
      const length = rest.readUInt32BE(0);
      wanted = JSON.parse(rest.subarray(4, 4 + length).toString("utf8")).files.map((file) => ({
        ...file,
        left: file.bytes,
      }));
      const strange = wanted.find(({ name }) => name !== "people.db" && !TAKEN.includes(name));
      if (strange) throw new Error(`密钥备份里有不认识的文件 ${strange.name}，没有恢复。`);
      rest = rest.subarray(4 + length);
    }
    while (wanted.length > 0) {
      out ??= openSync(join(dir, wanted[0].name), "wx", 0o600);
      const part = rest.subarray(0, wanted[0].left);
      writeSync(out, part);
      wanted[0].left -= part.length;
      rest = rest.subarray(part.length);
      if (wanted[0].left > 0) break;
      closeSync(out);
      out = null;
      wanted.shift();
    }
  }
  if (out) closeSync(out);
  if (!wanted || wanted.length > 0) throw new Error("密钥备份不完整，没有恢复。");
}
