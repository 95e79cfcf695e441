import { Drawing, Ground, type PictureProps } from "./drawing";
import { Standing } from "./people";

export function HomePicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <Ground />
      <path d="M34 106V54l46-32 46 32v52Z" className="fill-card" />
      <path d="m22 62 58-41 58 41" />
      <path d="M104 38V22h10v23" className="fill-sunk" />
      <path d="M88 106V72h22v34" className="fill-bronze-soft" />
      <circle cx="105" cy="90" r="1.4" className="fill-ink" />
      <rect x="48" y="66" width="26" height="22" className="fill-sunk" />
      <path d="M61 66v22M48 77h26M45 88h32" />
      <path d="M51 88c0-5 2-7 4-8 2 1 4 3 4 8" className="fill-bronze" />
      <path d="M83 106h32" strokeWidth="4" />
    </Drawing>
  );
}

export function SchoolPicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <Ground />
      <path d="M14 106V64h44v42M102 106V64h44v42" className="fill-card" />
      <path d="M54 106V50l26-17 26 17v56Z" className="fill-card" />
      <path d="M80 33V12" />
      <path d="M80 12h17l-4 5 4 5H80" className="fill-bronze" />
      <circle cx="80" cy="55" r="8" className="fill-bronze-soft" />
      <path d="M80 50v5l4 2" />
      <path d="M70 106V80h20v26M80 80v26" className="fill-bronze-soft" />
      <g className="fill-sunk">
        <path d="M22 74h10v10H22ZM40 74h10v10H40ZM110 74h10v10h-10ZM128 74h10v10h-10Z" />
        <path d="M22 92h10v14H22ZM40 92h10v14H40ZM110 92h10v14h-10ZM128 92h10v14h-10Z" />
      </g>
    </Drawing>
  );
}

export function WorkPicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <Ground />
      <path d="M84 106V26h52v80Z" className="fill-card" />
      <g className="fill-sunk">
        <path d="M92 36h14v9H92ZM114 36h14v9h-14ZM92 53h14v9H92ZM114 53h14v9h-14ZM92 70h14v9H92ZM114 70h14v9h-14Z" />
      </g>
      <path d="M102 106V88h16v18M110 88v18" className="fill-bronze-soft" />
      <path d="M14 106V66l22-14v14l22-14v14l22-14v54Z" className="fill-bronze-soft" />
      <path d="M22 106V84h26v22M22 91h26M22 98h26" className="fill-card" />
      <path d="M58 80h14v9H58Z" className="fill-card" />
      <path d="M22 61V30h9v25" className="fill-card" />
      <path d="M22 38h9" />
    </Drawing>
  );
}

export function RoadPicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <path d="M10 84h140" />
      <path d="M10 106h140" />
      <path d="M18 95h14M44 95h14M70 95h14M96 95h14M122 95h14" />
      <path
        d="M54 84v-3a6 6 0 0 1 6-6h6l9-14h32l13 14h8a6 6 0 0 1 6 6v3Z"
        className="fill-bronze-soft"
        transform="translate(4 6)"
      />
      <path d="M86 71v10h-14ZM92 71v10h27l-9-10Z" className="fill-card" />
      <circle cx="80" cy="91" r="8" className="fill-card" />
      <circle cx="118" cy="91" r="8" className="fill-card" />
      <path d="M34 84V56" />
      <path d="M34 62c-12 0-17-8-14-16-4-10 6-18 14-16 8-2 18 6 14 16 3 8-2 16-14 16Z" className="fill-sunk" />
      <path d="M34 62V44M34 54l6-6" />
      <path d="M140 84V26h-16" />
      <path d="M112 26h14v7h-14Z" className="fill-bronze" />
    </Drawing>
  );
}

export function UndergroundPicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <path d="M10 106V58C10 30 38 14 80 14s70 16 70 44v48Z" className="fill-sunk" />
      <path d="M34 98V50a14 14 0 0 1 14-14h36a14 14 0 0 1 14 14v48Z" className="fill-card" />
      <path d="M42 70V52a6 6 0 0 1 6-6h36a6 6 0 0 1 6 6v18Z" className="fill-bronze-soft" />
      <path d="M66 46v24M54 41h24" />
      <circle cx="46" cy="84" r="3.6" className="fill-bronze" />
      <circle cx="86" cy="84" r="3.6" className="fill-bronze" />
      <path d="M56 84h20M30 98h72" />
      <path d="M40 98l-6 8M92 98l6 8" />
      <path d="M108 92h42v14h-42Z" className="fill-card" />
      <Standing x={127} y={92} />
    </Drawing>
  );
}
