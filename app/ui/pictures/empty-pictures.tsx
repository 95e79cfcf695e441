import { Drawing, Ground, type PictureProps } from "./drawing";

/** Nothing filed yet: an open, empty tray. */
export function TrayPicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <Ground />
      <path d="m26 74 16-36h76l16 36v32H26Z" className="fill-card" />
      <path d="M26 74h32c2 10 8 16 22 16s20-6 22-16h32" className="fill-bronze-soft" />
      <path d="M60 50h40M56 60h48" strokeDasharray="1 7" />
    </Drawing>
  );
}

/** Nothing matches the filter. */
export function SearchPicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <path d="M34 14h56l16 16v76H34Z" className="fill-card" />
      <path d="M90 14v16h16" />
      <path d="M46 44h34M46 58h20M46 72h14" className="stroke-line" />
      <circle cx="92" cy="72" r="22" className="fill-bronze-soft" />
      <path d="m108 88 22 20" strokeWidth="4" />
    </Drawing>
  );
}

/** All that was due is done. */
export function DonePicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <path d="M40 18h80v88H40Z" className="fill-card" />
      <path d="M62 12h36v12H62Z" className="fill-bronze-soft" />
      <path d="m52 46 4 4 8-9M52 66l4 4 8-9M52 86l4 4 8-9" className="stroke-bronze" strokeWidth="3" />
      <path d="M74 46h34M74 66h34M74 86h22" />
    </Drawing>
  );
}

/** Lost: a signpost at a fork. */
export function LostPicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <Ground />
      <path d="M80 106V20" strokeWidth="4" />
      <path d="M80 26h42l10 9-10 9H80Z" className="fill-bronze-soft" />
      <path d="M80 52H40l-10 9 10 9h40Z" className="fill-card" />
      <path d="M90 35h24M46 61h24" />
      <path d="M64 106c4-8 10-8 14-2M96 106c-2-6-8-6-10-2M20 106c2-6 8-6 10 0" />
    </Drawing>
  );
}

/** A post without a person: an empty chair at a desk. */
export function VacantPicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <Ground />
      <path d="M14 62h72v8H14Z" className="fill-card" />
      <path d="M22 70v36M78 70v36" />
      <path d="M34 38h32v20H34ZM50 58v4" className="fill-sunk" />
      <path d="M116 76V34a8 8 0 0 1 8-8h8v50Z" className="fill-bronze-soft" />
      <path d="M96 76h38v8H96Z" className="fill-bronze-soft" />
      <path d="M115 84v14M100 106l15-8 15 8" />
    </Drawing>
  );
}

/** Not yet: a clock. */
export function WaitPicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <Ground />
      <circle cx="80" cy="60" r="40" className="fill-card" />
      <path d="M80 24v5M80 91v5M44 60h5M111 60h5" />
      <path d="M80 60 80 36M80 60l18 12" strokeWidth="3" />
      <circle cx="80" cy="60" r="3.4" className="fill-bronze" />
      <path d="m54 92-10 14M106 92l10 14" />
    </Drawing>
  );
}

/** No certificate yet: a sheet with a ribbon, its lines blank. */
export function CertificatePicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <path d="M22 18h116v76H22Z" className="fill-card" />
      <path d="M30 26h100v60H30Z" className="stroke-line" />
      <path d="M56 42h48M46 54h40M46 66h30" strokeDasharray="1 7" />
      <path d="m100 76-4 30 10-7 10 7-4-30" className="fill-bronze" />
      <circle cx="106" cy="70" r="12" className="fill-bronze-soft" />
    </Drawing>
  );
}

/** No network: two ends of a cable apart. */
export function OfflinePicture(props: PictureProps) {
  return (
    <Drawing {...props}>
      <Ground />
      <path d="M10 62h28" />
      <path d="M38 48h18a14 14 0 0 1 0 28H38Z" className="fill-bronze-soft" />
      <path d="M70 56h8M70 68h8" />
      <path d="M122 62h28" />
      <path d="M122 46h-20a4 4 0 0 0-4 4v24a4 4 0 0 0 4 4h20Z" className="fill-card" />
      <path d="m84 40 2 8M92 36l-1 8M84 92l2-8" />
    </Drawing>
  );
}
