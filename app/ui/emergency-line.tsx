import { clsx } from "clsx";

/** Above every drill and on every public page. Outside a scene the numbers can be dialled; inside one a call never dials. */
export function EmergencyLine({ dials = true, className }: { dials?: boolean; className?: string }) {
  return (
    <p className={clsx("text-ink", className)}>
      真的遇险，请立即拨打 <CallNumber digits="119" who="消防" dials={dials} /> 或 <CallNumber digits="120" who="急救" dials={dials} />
    </p>
  );
}

function CallNumber({ digits, who, dials }: { digits: string; who: string; dials: boolean }) {
  return (
    <span className="whitespace-nowrap">
      {dials ? (
        <a href={`tel:${digits}`} className="font-semibold text-ink underline underline-offset-4 touch:inline-flex touch:min-h-tap touch:min-w-tap touch:items-center touch:justify-center">
          {digits}
        </a>
      ) : (
        <strong>{digits}</strong>
      )}
      （{who}）
    </span>
  );
}
