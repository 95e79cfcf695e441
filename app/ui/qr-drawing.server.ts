// A QR code as one SVG path, made on the server so that no QR library travels to the browser.
// ISO/IEC 18004, error correction M, quiet zone 4 modules. Never put an ID number into one.

import { create } from "qrcode";

export interface QrDrawing {
  /** Side in modules, quiet zone included. */
  side: number;
  path: string;
}

const QUIET = 4;

export function drawQr(text: string): QrDrawing {
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const rows = Array.from({ length: modules.size }, (_, y) => drawRow(modules.data, modules.size, y));
  return { side: modules.size + 2 * QUIET, path: rows.join("") };
}

function drawRow(data: Uint8Array, size: number, y: number): string {
  let path = "";
  for (let x = 0; x < size; x++) {
    if (!data[y * size + x]) continue;
    const from = x;
    while (x + 1 < size && data[y * size + x + 1]) x++;
    path += `M${from + QUIET} ${y + QUIET}h${x - from + 1}v1h-${x - from + 1}z`;
  }
  return path;
}
