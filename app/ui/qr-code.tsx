import { clsx } from "clsx";

export interface QrCodeProps {
  /** From drawQr() in ./qr-drawing.server, made by the loader. */
  drawing: { side: number; path: string };
  /** What one gets to: 核验这张证书. */
  label: string;
  className?: string;
}

/** Black on white in every theme: scanners want it so. */
export function QrCode({ drawing, label, className }: QrCodeProps) {
  return (
    <svg
      viewBox={`0 0 ${drawing.side} ${drawing.side}`}
      role="img"
      aria-label={`二维码：${label}`}
      shapeRendering="crispEdges"
      className={clsx("rounded-sm", className ?? "w-40")}
    >
      <rect width={drawing.side} height={drawing.side} fill="#fff" />
      <path d={drawing.path} fill="#000" />
    </svg>
  );
}
