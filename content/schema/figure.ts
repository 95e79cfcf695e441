// Drawings travel as SVG text and are set into the page, so that they follow ink, paper and dark mode. Promise: only
// the elements and attributes listed here; no script, no style, no link, nothing fetched; each drawing has title and
// desc.
import { z } from "zod";

const elements = new Set([
  "svg",
  "title",
  "desc",
  "g",
  "path",
  "rect",
  "circle",
  "ellipse",
  "line",
  "polyline",
  "polygon",
  "text",
  "tspan",
]);
const attributes = new Set([
  "xmlns",
  "viewBox",
  "role",
  "aria-labelledby",
  "id",
  "x",
  "y",
  "x1",
  "y1",
  "x2",
  "y2",
  "cx",
  "cy",
  "r",
  "rx",
  "ry",
  "width",
  "height",
  "d",
  "points",
  "fill",
  "fill-opacity",
  "fill-rule",
  "stroke",
  "stroke-width",
  "stroke-linecap",
  "stroke-linejoin",
  "stroke-dasharray",
  "opacity",
  "transform",
  "font-size",
  "font-weight",
  "font-family",
  "text-anchor",
  "dominant-baseline",
  "dx",
  "dy",
  "letter-spacing",
]);
const tagPattern = /<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+="[^"<>]*")*)\s*(\/?)>/g;

/** The first reason why a text is not a drawing we accept, or null. */
export function faultOfSvg(svg: string): string | null {
  if (svg.length > 60_000) return "longer than 60,000 characters";
  if (!svg.startsWith("<svg ")) return "must start with <svg";
  if (!/<title[^>]*>[^<]+<\/title>/.test(svg) || !/<desc[^>]*>[^<]+<\/desc>/.test(svg)) return "needs title and desc";
  for (const [, , name, list] of svg.matchAll(tagPattern)) {
    if (!elements.has(name ?? "")) return `element ${name} is not allowed`;
    for (const [, attribute, value] of (list ?? "").matchAll(/([\w:-]+)="([^"]*)"/g)) {
      if (!attributes.has(attribute ?? "")) return `attribute ${attribute} is not allowed`;
      if (/url\(|javascript:|&#/i.test(value ?? "")) return `value of ${attribute} is not allowed`;
    }
  }
  return /[<>]/.test(svg.replace(tagPattern, "")) ? "holds a tag that cannot be read" : null;
}

export const SvgText = z.string().superRefine((svg, ctx) => {
  const fault = faultOfSvg(svg);
  if (fault) ctx.addIssue({ code: "custom", message: `SVG: ${fault}` });
});

export const FigureName = z.string().regex(/^[a-z0-9-]+\.svg$/);
export const FigureRef = z.strictObject({ svg: FigureName, alt: z.string().min(4) });
export type FigureRef = z.infer<typeof FigureRef>;

/** All drawings of a pack by file name. */
export const Figures = z.record(FigureName, SvgText);
export type Figures = z.infer<typeof Figures>;
