/**
 * A PDF as an answer, shown or saved under a Chinese name (RFC 6266, RFC 5987). Names and numbers of persons have no
 * place in a file's name. Nothing on the way keeps a copy.
 */
export function sendPdf(bytes: Buffer, name: string): Response {
  const file = `${name.replace(/[\\/:*?"<>|\p{Cc}]/gu, "").slice(0, 80)}.pdf`;
  const encoded = encodeURIComponent(file).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return new Response(new Uint8Array(bytes), {
    headers: {
      "Content-Type": "application/pdf",
      "Content-Length": String(bytes.length),
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
      "Content-Disposition": `attachment; filename="anding.pdf"; filename*=UTF-8''${encoded}`,
    },
  });
}
