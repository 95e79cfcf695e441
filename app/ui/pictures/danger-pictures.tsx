import { Drawing, Ground, type PictureProps } from "./drawing";
import { Crouching, Lying, Pressing, Sheltering, Standing } from "./people";

export function FirePicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <Ground />
      <path d="M86 106V30h52v76" className="fill-sunk" />
      <path
        d="M112 104c-16 0-22-11-20-22 1-7 6-10 6-18 6 3 9 8 9 13 5-7 6-16 3-26 12 6 23 20 22 34-1 12-8 19-20 19Z"
        className="fill-bronze"
      />
      <path d="M112 104c-8 0-11-6-10-12 1-5 5-7 7-13 7 5 12 11 11 17-1 5-4 8-8 8Z" className="fill-bronze-soft" />
      <path d="M10 46c8-8 14-4 20-6 4-10 18-10 22-2 8-4 14 0 16 6" />
      <path d="M14 32c6-6 12-4 16-6 4-8 16-8 20-2" />
      <Crouching x={48} y={106} turned size={1.4} />
    </Drawing>
  );
}

export function SmokeExitPicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <Ground />
      <path d="M104 106V38h38v68" className="fill-card" />
      <path d="m104 106 14-6V46l-14-8Z" className="fill-bronze-soft" />
      <path
        d="M8 12h144v14c-8 10-18 4-24 4-6 8-18 8-24 2-10 8-22 6-28 0-10 6-20 6-26-2-10 6-20 4-24-2-8 4-14 2-18-4Z"
        className="fill-sunk"
      />
      <Crouching x={34} y={106} size={1.35} />
      <Crouching x={84} y={106} size={1.35} wears="fill-card" />
    </Drawing>
  );
}

export function GasPicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <Ground />
      <path d="M22 70h64v36H22Z" className="fill-card" />
      <path d="M22 82h64" />
      <circle cx="36" cy="76" r="2.4" className="fill-ink" />
      <circle cx="72" cy="76" r="2.4" className="fill-ink" />
      <path d="M34 90h40v10H34Z" className="fill-sunk" />
      <path d="M36 64h36v6H36Z" className="fill-sunk" />
      <path d="M86 88h14V40" />
      <path d="M94 58h12M100 52v-4" strokeWidth="4" />
      <path d="M46 58c-5-6 5-10 0-16s4-9 0-15M62 58c-5-6 5-10 0-16s4-9 0-15" />
      <path d="M114 22h34v46h-34Z" className="fill-card" />
      <path d="M131 22v46M114 45h34" />
      <path d="m131 22-15-6v46l15 6Z" className="fill-bronze-soft" />
    </Drawing>
  );
}

export function LiftBikePicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <Ground />
      <path d="M30 106V20h100v86Z" className="fill-sunk" />
      <path d="M40 106V32h80v74Z" className="fill-card" />
      <path d="M80 32v14" />
      <path d="M72 24h16" strokeWidth="4" />
      <circle cx="60" cy="93" r="11" className="fill-card" />
      <circle cx="102" cy="93" r="11" className="fill-card" />
      <path d="M60 93c0-12 6-16 12-16h4l3 12h14l5-26h-6" />
      <path d="M72 77h-12v-5h16" className="fill-bronze-soft" />
      <path d="M76 84h16v8H77Z" className="fill-bronze" />
      <path d="M98 63l4 30M97 66h-9" />
      <path d="m84 78 4 5h-4l4 5" />
      <circle cx="138" cy="66" r="3" className="fill-card" />
    </Drawing>
  );
}

export function TyphoonPicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <Ground />
      <path d="M14 34h62a10 10 0 1 0-10-10M14 50h92a12 12 0 1 1-12 12M14 66h44a8 8 0 1 1-8 8" />
      <path d="M126 106c-4-20-2-40 10-54" />
      <path d="M136 52c-14-10-26-4-30 4 8-4 18-2 30-4Z" className="fill-bronze-soft" />
      <path d="M136 52c-2-14 6-24 14-24-4 8-4 18-14 24Z" className="fill-bronze-soft" />
      <path d="M136 52c4-4 10-4 14 0-4 4-10 4-14 0Z" className="fill-bronze-soft" />
      <path d="m72 88 4 8M88 84l4 8M100 92l4 8M52 94l3 6" />
    </Drawing>
  );
}

export function FloodPicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <path d="M28 84V50l28-20 28 20v34Z" className="fill-card" />
      <path d="m20 56 36-26 36 26" />
      <path d="M48 60h16v14H48Z" className="fill-bronze-soft" />
      <path d="M116 84V46M108 50l22-10" />
      <path d="M104 24h30v16h-30Z" className="fill-bronze-soft" />
      <path d="M111 32h16" />
      <path d="M8 84c8-6 16-6 24 0s16 6 24 0 16-6 24 0 16 6 24 0 16-6 24 0 16 6 24 0v30H8Z" className="fill-sunk" />
      <path d="M8 98c8-6 16-6 24 0s16 6 24 0 16-6 24 0 16 6 24 0 16-6 24 0 16 6 24 0" />
    </Drawing>
  );
}

export function EarthquakePicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <path d="M10 106h8l5-5 6 10 6-5h115" />
      <path d="M30 46h100v8H30Z" className="fill-bronze-soft" />
      <path d="M42 54v52M118 54v52" strokeWidth="4" />
      <Sheltering x={92} y={106} size={1.45} />
      <path d="M58 8v10" />
      <path d="m44 30 14-12 14 12Z" className="fill-bronze" transform="rotate(14 58 18)" />
      <path d="m96 28 7-8 8 6-5 9ZM126 20l6-5 5 7-6 5Z" className="fill-sunk" />
      <path d="M18 84c-4-6 4-8 0-14M142 84c4-6-4-8 0-14M10 80c-3-4 3-6 0-10M150 80c3-4-3-6 0-10" />
    </Drawing>
  );
}

export function ConfinedSpacePicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <path d="M8 52h48M104 52h44" />
      <path d="M56 52v54h48V52" className="fill-sunk" />
      <path d="M52 52h56" strokeWidth="4" />
      <path d="M48 52 80 10l32 42" />
      <path d="M80 14v48" strokeDasharray="5 5" />
      <g transform="translate(80 102)">
        <path d="M-4 0v-14M4 0v-14" />
        <path d="M-6.5-13v-8a6.5 6.5 0 0 1 13 0v8Z" className="fill-bronze-soft" />
        <path d="M-5-32a5 5 0 0 1 10 0Z" className="fill-bronze" />
        <path d="M-4.6-32a4.8 4.8 0 1 0 9.2 0Z" className="fill-card" />
      </g>
      <Standing x={132} y={52} turned />
      <path d="m126 34-14 2-6 6" />
      <path d="M14 36h22v16H14Z" className="fill-bronze-soft" />
      <path d="M36 44c12 0 14 4 14 12v22c0 8 4 10 10 10" />
      <circle cx="25" cy="44" r="4" className="fill-card" />
    </Drawing>
  );
}

export function CprPicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <Ground />
      <Lying x={92} y={106} size={1.6} />
      <Pressing x={54} y={106} size={1.6} />
      <path d="M118 30h32v26h-32Z" className="fill-bronze-soft" />
      <path d="M127 30v-5h14v5" />
      <path d="M122 44h6l3-6 5 11 3-5h7" />
      <path d="M134 56c0 20-18 14-26 38" />
      <path d="M12 36h12l6-14 9 28 7-14h14" />
    </Drawing>
  );
}

export function ElectricPicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <Ground />
      <path d="M40 18h44v70H40Z" className="fill-card" />
      <path d="M64 28 50 56h11l-3 22 16-30H63Z" className="fill-bronze" />
      <path d="M40 88v18M84 88v18" />
      <path d="M84 40c20 0 14 30 32 30" />
      <path d="M116 62h10v16h-10Z" className="fill-bronze-soft" />
      <path d="M126 66h8M126 74h8" />
      <path d="m104 92 6 6M116 90v8M128 92l-6 6" />
    </Drawing>
  );
}

export function ExtinguisherPicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <Ground />
      <path d="M44 106V54a14 14 0 0 1 28 0v52Z" className="fill-bronze-soft" />
      <path d="M44 74h28v16H44Z" className="fill-card" />
      <path d="M54 40v-6h8v6" />
      <path d="M52 34h22l6-6M52 34l-6-8h16" />
      <circle cx="72" cy="40" r="3.6" className="fill-card" />
      <path d="M52 36c-18 4-20 20-20 44l-4 12" />
      <path
        d="M118 104c-11 0-15-8-14-15 1-5 4-7 4-12 4 2 6 5 6 9 4-5 5-11 3-18 9 5 16 14 15 24-1 8-6 12-14 12Z"
        className="fill-bronze"
      />
    </Drawing>
  );
}
