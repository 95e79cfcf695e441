// People as everyone and no one: a head without a face, a body in one fill, limbs as lines.

import type { ReactNode } from "react";

interface PersonProps {
  x: number;
  y: number;
  /** Fill class of the clothes. */
  wears?: string;
  /** Looking left instead of right. */
  turned?: boolean;
  /** Larger or smaller than 40 units; the line keeps its width. */
  size?: number;
}

/** Places a figure, and takes the size out of its line again. */
function Figure({ x, y, turned, size = 1, children }: Omit<PersonProps, "wears"> & { children: ReactNode }) {
  return (
    <g transform={`translate(${x} ${y}) scale(${turned ? -size : size} ${size})`} strokeWidth={2 / size}>
      {children}
    </g>
  );
}

/** Standing; (x, y) is between the feet, 40 units tall. */
export function Standing({ wears = "fill-bronze-soft", ...place }: PersonProps) {
  return (
    <Figure {...place}>
      <path d="M-4 0v-17M4 0v-17" />
      <path d="M-6.5-16v-9a6.5 6.5 0 0 1 13 0v9Z" className={wears} />
      <circle cx="0" cy="-36.5" r="4.8" className="fill-card" />
    </Figure>
  );
}

/** Going low and fast to the right, one hand before nose and mouth. */
export function Crouching({ wears = "fill-bronze-soft", ...place }: PersonProps) {
  return (
    <Figure {...place}>
      <path d="m-14 0 5-7 7-2M-3-9l6 3 1 6" />
      <path d="M-10-8c-2-7 2-14 10-15 4 0 6 3 4 6l-6 9Z" className={wears} />
      <circle cx="8.6" cy="-25.4" r="4.8" className="fill-card" />
      <path d="m1-15 8-.6 3.4-5.4" />
    </Figure>
  );
}

/** Kneeling, both arms straight down in front: pressing a chest. */
export function Pressing({ wears = "fill-bronze-soft", ...place }: PersonProps) {
  return (
    <Figure {...place}>
      <path d="M-14 0h13l-2-10" />
      <path d="M-9-8c-3-8 0-18 7-20 4-1 7 2 6 6L0-7Z" className={wears} />
      <circle cx="9" cy="-33" r="4.8" className="fill-card" />
      <path d="m2-24 13 13M0-18l14 8" />
    </Figure>
  );
}

/** Lying on the back, head to the right. */
export function Lying({ wears = "fill-sunk", ...place }: PersonProps) {
  return (
    <Figure {...place}>
      <path d="M-34-3h19" />
      <path d="M-15-8h22a4 4 0 0 1 4 4v3h-26Z" className={wears} />
      <circle cx="17.4" cy="-5.4" r="4.8" className="fill-card" />
    </Figure>
  );
}

/** Kneeling low, one arm around what stands in front, the other over the head. */
export function Sheltering({ wears = "fill-bronze-soft", ...place }: PersonProps) {
  return (
    <Figure {...place}>
      <path d="M-16 0h15l-4-9" />
      <path d="M-11-7c-3-9 0-17 7-18 5-1 8 3 7 7L0-6Z" className={wears} />
      <circle cx="6" cy="-29" r="4.8" className="fill-card" />
      <path d="M2-15h14" />
      <path d="M-3-22c-2-8 2-13 9-13" />
    </Figure>
  );
}
