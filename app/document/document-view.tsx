import type { DocumentText, Part } from "./parts";

/** A document on a print page, from the parts its PDF is made of. */
export function DocumentView({ text }: { text: DocumentText }) {
  return (
    <>
      <header className="mb-[5mm] text-center">
        <h1 className="text-[18pt] font-semibold leading-snug">{text.title}</h1>
        {text.under && <p className="text-[10pt]">{text.under}</p>}
      </header>
      {text.parts.map((part, i) => (
        <PartView key={i} part={part} />
      ))}
    </>
  );
}

const CELL = "border border-[#666] px-[2mm] py-[1.2mm] text-left align-top font-normal";

function PartView({ part }: { part: Part }) {
  switch (part.kind) {
    case "heading":
      return <h2 className="mb-[2mm] mt-[5mm] text-[11.5pt] font-semibold">{part.words}</h2>;
    case "note":
      return <p className="mb-[2mm] whitespace-pre-line [overflow-wrap:anywhere] text-[9pt]">{part.words}</p>;
    case "signatures":
      return (
        <p className="mt-[8mm] flex flex-wrap gap-x-[12mm] gap-y-[6mm] text-[10pt]">
          {part.names.map((name) => (
            <span key={name} className="keep">
              {name}：________________
            </span>
          ))}
        </p>
      );
    case "facts":
      return (
        <table className="mb-[4mm] w-full border-collapse text-[10pt]">
          <tbody>
            {part.rows.map(([term, words]) => (
              <tr key={term}>
                <th scope="row" className={`${CELL} w-[26mm] font-semibold`}>
                  {term}
                </th>
                <td className={`${CELL} whitespace-pre-line [overflow-wrap:anywhere]`}>{words}</td>
              </tr>
            ))}
          </tbody>
        </table>
      );
    case "table":
      return <TableView part={part} />;
  }
}

function TableView({ part }: { part: Extract<Part, { kind: "table" }> }) {
  return (
    <div
      className="mb-[4mm] overflow-x-auto print:overflow-visible"
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a table that scrolls on a phone is reached by keyboard
      tabIndex={0}
      role="region"
      aria-label={part.caption}
    >
      <table className="w-full border-collapse text-[9pt]">
        <caption className="sr-only">{part.caption}</caption>
        <thead>
          <tr>
            {part.columns.map(({ head }) => (
              <th key={head} scope="col" className={`${CELL} whitespace-nowrap font-semibold`}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {part.rows.map((cells, i) => (
            <tr key={i} className="break-inside-avoid" style={part.least ? { height: `${part.least}mm` } : undefined}>
              {cells.map((cell, at) => (
                <CellView key={at} cell={cell} column={part.columns[at]!} />
              ))}
            </tr>
          ))}
          {part.rows.length === 0 && (
            <tr>
              <td colSpan={part.columns.length} className={CELL}>
                {part.empty}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

function CellView({
  cell,
  column: { width, align, rowHeader },
}: {
  cell: string;
  column: Extract<Part, { kind: "table" }>["columns"][number];
}) {
  const props = {
    className: `${CELL} ${align === "end" ? "text-right" : ""}`,
    style: width ? { width: `${width}mm` } : undefined,
  };
  return rowHeader ? (
    <th scope="row" {...props}>
      {cell}
    </th>
  ) : (
    <td {...props}>{cell}</td>
  );
}
