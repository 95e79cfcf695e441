import { keys } from "~/platform/keys.server";
import { seal, unseal } from "~/platform/seal.server";

// The words of a request. About one person they lie under that person's key, so that erasing it leaves none; about an
// exam or a room, under the server's own.

export const EXAM_REQUEST = "exam-request";
export const requestContext = (id: string): string => `exam-request:${id}`;

export function sealWords(id: string, words: string, aboutPersonId: string | null): string {
  if (!aboutPersonId) return keys().seal(EXAM_REQUEST, words, requestContext(id));
  const key = keys().personKey(aboutPersonId);
  return key ? seal(key, words, requestContext(id)) : "";
}

export function readWords(id: string, sealed: string | null, aboutPersonId: string | null): string {
  if (!sealed) return "";
  if (!aboutPersonId) return keys().unseal(EXAM_REQUEST, sealed, requestContext(id));
  const key = keys().personKey(aboutPersonId);
  return key ? unseal(key, sealed, requestContext(id)) : "（已随个人信息删除）";
}
