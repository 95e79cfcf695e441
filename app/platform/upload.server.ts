import { unstable_createMemoryUploadHandler, unstable_parseMultipartFormData } from "@remix-run/node";
import { isTaken, unknownFieldWords } from "./field-names";

// A form with one file, read within its bounds and no further: a part that is too large, or that the page does not
// have, ends it before anything is done.

/** The form, or null when it is larger than `most` bytes; throws 400 at a field that is not taken. */
export async function readUpload(
  request: Request,
  { most, takes }: { most: number; takes: readonly string[] },
): Promise<FormData | null> {
  if (Number(request.headers.get("content-length") ?? 0) > most + 65_536) return null;
  const unknown: string[] = [];
  const form = await unstable_parseMultipartFormData(
    request,
    unstable_createMemoryUploadHandler({
      maxPartSize: most,
      filter: ({ name }) => {
        if (isTaken(takes, name)) return true;
        unknown.push(name);
        return false;
      },
    }),
  ).catch(() => null);
  if (unknown.length > 0) throw new Response(unknownFieldWords(unknown), { status: 400 });
  return form;
}
