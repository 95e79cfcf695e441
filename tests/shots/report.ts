import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Result } from "./visit";

// index.json for scripts, index.html for eyes.

/** What must not be: the reasons for a page's fault, empty when it is sound. */
export function faultsOf({ errors, axe, overflow, variant }: Result): string[] {
  return [
    ...errors.map((error) => `console: ${error}`),
    ...axe.map((one) => `axe ${one}`),
    ...(overflow > 1 && variant.startsWith("phone") ? [`overflow ${overflow} px`] : []),
  ];
}

export function writeReport(folder: string, results: readonly Result[]): void {
  writeFileSync(
    join(folder, "index.json"),
    JSON.stringify(
      results.map(({ axe, ...rest }) => ({ ...rest, axe: axe.length, axeFaults: axe })),
      null,
      1,
    ),
  );
  const pages = groups(results);
  writeFileSync(
    join(folder, "index.html"),
    `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>安鼎 · 页面截图</title>${STYLE}<h1>${pages.size} 个页面，${results.length} 张截图</h1>
${[...pages].map(([name, shots]) => section(name, shots)).join("\n")}</html>`,
  );
}

function groups(results: readonly Result[]): Map<string, Result[]> {
  const map = new Map<string, Result[]>();
  for (const result of results) {
    const key = `${result.role} · ${result.page}`;
    map.set(key, [...(map.get(key) ?? []), result]);
  }
  return map;
}

const STYLE =
  "<style>body{font:15px/1.6 sans-serif;margin:2rem}div{display:flex;gap:1rem;align-items:flex-start;flex-wrap:wrap}figure{margin:0;max-width:20rem}img{max-width:20rem;max-height:24rem;border:1px solid #ccc;object-fit:cover;object-position:top}.fault{color:#a00}small{color:#666}</style>";
const safe = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function section(name: string, shots: readonly Result[]): string {
  const [first] = shots;
  return `<h2>${safe(name)}</h2><p><code>${safe(first!.path)}</code> ${safe(first!.title)}</p><div>${shots
    .map((shot) => {
      const faults = faultsOf(shot);
      const notes = [
        shot.cut.length && `截断 ${shot.cut.length}`,
        shot.lone.length && `孤字 ${shot.lone.length}`,
        shot.variant.startsWith("phone") && shot.small.length && `小于 44 px ${shot.small.length}`,
      ]
        .filter(Boolean)
        .join("，");
      return `<figure><a href="${encodeURI(shot.file)}"><img loading="lazy" src="${encodeURI(shot.file)}" alt=""></a><figcaption>${shot.variant} <small title="${safe([...shot.cut, ...shot.lone, ...shot.small].join("\n"))}">${notes}</small>${faults.map((fault) => `<br><span class="fault">${safe(fault)}</span>`).join("")}</figcaption></figure>`;
    })
    .join("")}</div>`;
}
