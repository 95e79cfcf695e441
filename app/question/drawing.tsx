type Props = { figure: { svg: string; alt: string }; className?: string };

/** A drawing of a published pack. Its SVG passed content/schema/figure.ts: no script, no style, nothing fetched. */
export function Drawing({ figure, className = "my-3 max-w-prose" }: Props) {
  return (
    <div
      role="img"
      aria-label={figure.alt}
      className={`overflow-hidden rounded border border-line bg-card text-ink [&>svg]:block [&>svg]:h-auto [&>svg]:w-full ${className}`}
      dangerouslySetInnerHTML={{ __html: figure.svg.replace("<svg ", '<svg aria-hidden="true" ') }}
    />
  );
}
