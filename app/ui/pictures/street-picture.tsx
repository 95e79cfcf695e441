import type { PictureProps } from "./drawing";
import { Crouching, Lying, Pressing, Standing } from "./people";

/**
 * The front page's street, cut open: home, school, an office being left through smoke, a rescue on the pavement, the
 * metro.
 */
export function StreetPicture({ className = "block w-full", label }: PictureProps) {
  return (
    <svg
      viewBox="0 0 680 330"
      className={className}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      <g fill="none" className="stroke-ink" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round">
        <circle cx="600" cy="46" r="22" className="fill-bronze-soft" />
        <Home />
        <School />
        <Office />
        <Pavement />
        <Metro />
        <path d="M8 212H486M552 212h120" strokeWidth="3" />
      </g>
    </svg>
  );
}

function Home() {
  return (
    <g>
      <path d="M24 212v-74l52-36 52 36v74Z" className="fill-card" />
      <path d="m12 146 64-45 64 45" />
      <path d="M104 118v-20h11v28" className="fill-sunk" />
      <path d="M88 212v-42h24v42" className="fill-bronze-soft" />
      <circle cx="106" cy="192" r="1.6" className="fill-ink" />
      <path d="M38 156h34v26H38Z" className="fill-sunk" />
      <path d="M55 156v26M38 169h34" />
      <circle cx="76" cy="126" r="8" className="fill-sunk" />
    </g>
  );
}

function School() {
  return (
    <g>
      <path d="M158 212v-56h42v56M252 212v-56h42v56" className="fill-card" />
      <path d="M196 212v-72l30-20 30 20v72Z" className="fill-card" />
      <path d="M226 120V94" />
      <path d="M226 94h18l-4 6 4 6h-18" className="fill-bronze" />
      <circle cx="226" cy="146" r="8" className="fill-bronze-soft" />
      <path d="M226 141v5l4 2" />
      <path d="M215 212v-32h22v32M226 180v32" className="fill-bronze-soft" />
      <path
        d="M166 166h10v11h-10ZM183 166h10v11h-10ZM260 166h10v11h-10ZM277 166h10v11h-10ZM166 188h10v11h-10ZM183 188h10v11h-10ZM260 188h10v11h-10ZM277 188h10v11h-10Z"
        className="fill-sunk"
      />
    </g>
  );
}

function Office() {
  return (
    <g>
      <path d="M316 212V24h150v188Z" className="fill-card" />
      <path d="M308 24h166" strokeWidth="4" />
      <path d="M316 87h112M316 150h112" />
      <path d="M428 36v176" />
      {/* the stair, storey by storey */}
      <path d="m466 87-8 0v7h-7v7h-7v7h-8v6h-8M466 150h-8v7h-7v7h-7v7h-8v6h-8" />
      {/* smoke under the ceiling of the top floor */}
      <path
        d="M317 26h110v14c-8 8-14 3-20 4-6 8-16 7-22 1-8 7-18 6-24 0-8 6-16 6-22 0-8 5-16 3-22-3Z"
        className="fill-sunk"
      />
      <Crouching x={352} y={87} size={0.85} />
      <Crouching x={388} y={87} size={0.85} wears="fill-card" />
      <rect x="408" y="96" width="16" height="9" className="fill-sign-safe stroke-sign-safe" />
      <path d="m413 100.500 6 0m-2-2.500 2.500 2.500-2.500 2.500" className="stroke-sign-white" strokeWidth="1.6" />
      <path d="M328 150v-20h34v20M338 130v-9h14v9" className="fill-bronze-soft" />
      <Standing x={392} y={150} size={0.85} />
      <path d="M330 168h26v18h-26ZM372 168h26v18h-26Z" className="fill-sunk" />
      <path d="M404 212v-40h22v40" className="fill-bronze-soft" />
      <rect x="406" y="156" width="18" height="10" className="fill-sign-safe stroke-sign-safe" />
      <path d="M411 163.500v-5h4v5M418 161h3" className="stroke-sign-white" strokeWidth="1.4" />
    </g>
  );
}

function Pavement() {
  return (
    <g>
      <path d="M652 212V96h-26" />
      <path d="M612 96h16v8h-16Z" className="fill-bronze" />
      <Lying x={618} y={212} size={0.95} />
      <Pressing x={594} y={212} size={0.95} />
      <path d="M632 168h16v13h-16Z" className="fill-bronze-soft" />
      <path d="M640 171.500v6M637 174.500h6" strokeWidth="1.6" />
    </g>
  );
}

function Metro() {
  return (
    <g>
      <path d="M8 240h446l32-28h66l62 62v48H8Z" className="fill-sunk" />
      <path d="M552 212v7h7v7h7v7h7v7h7v7h7v7h7v7h7v7h7v6h6v6" />
      <path d="M536 222 594 280" className="stroke-muted" />
      <path d="M40 306v-38a12 12 0 0 1 12-12h300c26 0 46 22 54 50Z" className="fill-card" />
      <path
        d="M62 268h34v18H62ZM108 268h34v18h-34ZM200 268h34v18h-34ZM246 268h34v18h-34ZM338 268h22c12 0 20 8 26 18h-48Z"
        className="fill-bronze-soft"
      />
      <path d="M156 306v-38h30v38M171 268v38M294 306v-38h30v38M309 268v38" />
      <path d="M8 306h400" strokeWidth="3" />
      <path d="M430 298h184v24H430Z" className="fill-card" />
      <Standing x={466} y={298} size={0.95} />
      <Standing x={494} y={298} size={0.95} wears="fill-card" turned />
    </g>
  );
}
