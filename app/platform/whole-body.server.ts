// A page that is rendered whole is written to the socket as it is: passed on through a web stream it would cost more
// than its head. Kept beside the answer, which still carries the same bytes for whoever reads it as a stream.

const bodies = new WeakMap<Response, Uint8Array>();

/** The answer with its bytes known. */
export function wholeResponse(bytes: Uint8Array<ArrayBuffer>, init: ResponseInit): Response {
  const response = new Response(bytes, init);
  bodies.set(response, bytes);
  return response;
}

export const wholeBodyOf = (response: Response): Uint8Array | undefined => bodies.get(response);
