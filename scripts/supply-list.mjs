// The supply list (SBOM, CycloneDX) of what ships: the production packages of the lockfile with licence, hash and who
// needs whom. npm writes it; here it gets the product's own name, loses what is for development alone (npm's own --omit
// dev also drops what development needs too, half of all) and what differs from one run to the next, and says which
// packages a bundle carries as such. The same lockfile gives the same bytes.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { root } from "./run.mjs";

const byRef = (a, b) => (a["bom-ref"] < b["bom-ref"] ? -1 : 1);

/**
 * npm's list, as it stands for this product. `ships` tells what is not for development alone; `isCarried` (name,
 * version) tells of a bundle which packages lie in it; the others are built into it, or not needed there.
 * @param {any} list @param {{ name: string, version: string, ships: (name: string, version: string) => boolean,
 * isCarried?: (name: string, version: string) => boolean }} product
 */
export function settle(list, { name, version, ships, isCarried }) {
  const ref = `${name}@${version}`;
  const { "bom-ref": npmRef, licenses } = list.metadata.component;
  const renamed = (one) => (one === npmRef ? ref : one);
  const shipped = list.components.filter((one) => ships(one.name, one.version));
  const refs = new Set([ref, ...shipped.map((one) => one["bom-ref"])]);
  const components = shipped
    .map(({ properties, externalReferences: _, ...one }) => ({
      ...one,
      properties: [
        ...properties,
        ...(isCarried ? [{ name: "anding:carried", value: String(isCarried(one.name, one.version)) }] : []),
      ],
    }))
    .sort(byRef);
  const dependencies = list.dependencies
    .map((one) => ({ ref: renamed(one.ref), dependsOn: one.dependsOn.filter((other) => refs.has(other)).sort() }))
    .filter((one) => refs.has(one.ref))
    .sort((a, b) => (a.ref < b.ref ? -1 : 1));
  const settled = {
    $schema: list.$schema,
    bomFormat: list.bomFormat,
    specVersion: list.specVersion,
    serialNumber: "",
    version: 1,
    metadata: {
      lifecycles: list.metadata.lifecycles,
      tools: [{ vendor: "npm", name: "npm sbom" }],
      component: { "bom-ref": ref, type: "application", name, version, purl: `pkg:npm/${name}@${version}`, licenses },
    },
    components,
    dependencies,
  };
  return { ...settled, serialNumber: `urn:uuid:${uuidOf(JSON.stringify(settled))}` };
}

/** A UUID (version 8) made from a text, so that an equal list has an equal number. */
function uuidOf(text) {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The supply list of this source tree, as text; of a bundle where `modules` is its folder of packages. */
export function supplyList({ modules } = {}) {
  const windows = process.platform === "win32";
  const { status, stdout, stderr } = spawnSync(
    windows ? "npm.cmd" : "npm",
    ["sbom", "--sbom-format", "cyclonedx", "--sbom-type", "application", "--package-lock-only", "--loglevel=error"],
    { cwd: root, encoding: "utf8", shell: windows, maxBuffer: 64 * 2 ** 20 },
  );
  if (status !== 0) throw new Error(`npm sbom: ${stderr}`);
  const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const ships = packagesOf(join(root, "package-lock.json"), (one) => !one.dev && !one.devOptional);
  const isCarried = modules && packagesOf(join(modules, ".package-lock.json"), () => true);
  return `${JSON.stringify(settle(JSON.parse(stdout), { name, version, ships, isCarried }), null, 2)}\n`;
}

/** Whether a package of that name and version stands in a lockfile, or in npm's own note of what lies in a folder. */
function packagesOf(lockfile, wanted) {
  const { packages } = JSON.parse(readFileSync(lockfile, "utf8"));
  const known = new Set(
    Object.entries(packages)
      .filter(([path, one]) => path && wanted(one))
      .map(([path, one]) => `${one.name ?? path.slice(path.lastIndexOf("node_modules/") + 13)}@${one.version}`),
  );
  return (name, version) => known.has(`${name}@${version}`);
}

/** What stands out: how many, under which licences, and which name none. */
export function summary(text) {
  const { components } = JSON.parse(text);
  const licences = new Map();
  for (const { licenses = [] } of components)
    for (const { license, expression } of licenses) {
      const id = expression ?? license.id ?? license.name;
      licences.set(id, (licences.get(id) ?? 0) + 1);
    }
  return {
    count: components.length,
    licences: [...licences].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)),
    unnamed: components.filter(({ licenses }) => !licenses?.length).map(({ name, version }) => `${name} ${version}`),
    unhashed: components.filter(({ hashes }) => !hashes?.length).map(({ name }) => name),
  };
}
