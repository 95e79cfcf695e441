import type { PictureProps } from "./drawing";

export interface ExitSignProps extends PictureProps {
  /** Which way the arrow points; none: the door is here. */
  way?: "left" | "right";
}

/** 安全出口: white on safe green, a running person and a door, our own drawing in the manner of GB 2894. Decoration needs
 *  no text, so the words stand in the page beside it. */
export function ExitSign({ way, className = "block w-full", label }: ExitSignProps) {
  const wide = way ? 200 : 120;
  return (
    <svg
      viewBox={`0 0 ${wide} 80`}
      className={className}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      <rect width={wide} height="80" rx="4" className="fill-sign-safe" />
      <g transform={way === "right" ? `translate(${wide} 0) scale(-1 1)` : undefined}>
        <g
          transform={way ? "translate(80 0)" : undefined}
          className="stroke-sign-white"
          fill="none"
          strokeLinecap="round"
          strokeLinejoin="round"
        >
          <path d="M12 70V10h34v60" strokeWidth="4" />
          <g transform="translate(130 0) scale(-1 1)">
            <circle cx="68" cy="18" r="6.4" className="fill-sign-white" stroke="none" />
            <path d="m68 31-6 19" strokeWidth="11" />
            <path d="m66 30-14 5-6 10M71 32l9 10 10 2" strokeWidth="5" />
            <path d="m59 50-12 8H36M64 51l11 9 5 12" strokeWidth="6" />
          </g>
        </g>
        {way && (
          <path
            d="M66 40H20m16-17L19 40l17 17"
            className="stroke-sign-white"
            strokeWidth="9"
            fill="none"
            strokeLinejoin="miter"
          />
        )}
      </g>
    </svg>
  );
}
