import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";
import { rootFile } from "~/platform/trust.server";

/** The root certificate: public by nature, and asked for before https is trusted. */
export const loader = guard("trust.read", ({ params }) => {
  const name = params.file ?? "";
  const file = rootFile(name);
  if (!file)
    throw new DomainError(
      "not-found",
      "没有这个文件：根证书有 anding-root.crt、anding-root.cer 和 anding-root.pem 三种。",
    );
  return new Response(new Uint8Array(file.bytes), {
    headers: {
      "Content-Type": file.type,
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "no-cache",
    },
  });
});
