import { z } from "zod";
import { PIECE_BYTES } from "~/drill/pace";
import { replayer } from "~/drill/replay-pool.server";
import { receivePiece } from "~/drill/runs.server";
import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";

// Strict: a body that brings a score, a time or a verdict of its own is refused as a whole.
const Body = z.strictObject({
  token: z.string().min(16).max(64),
  seq: z.number().int().min(0).max(10_000),
  bytes: z.base64().max(Math.ceil(PIECE_BYTES / 3) * 4),
  hashes: z.array(z.string().regex(/^[0-9a-f]{16}$/)).max(64),
  finalHash: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
});
const BODY_BYTES = PIECE_BYTES * 2;

/** One piece of a run's input log. The receive time is the server's. */
export const action = guard(
  "drill.play",
  { takes: fieldNames(Body), reads: "json" },
  async ({ request, params, db, now }) => {
    const text = await request.text();
    if (text.length > BODY_BYTES) throw new DomainError("invalid", "这一段记录太大，没有采用。");
    const parsed = Body.safeParse(parseJson(text));
    if (!parsed.success) throw new DomainError("invalid", "这一段记录的格式不对，没有采用。");
    // on the wire the number of a piece is `seq`, both ways
    const { token, seq: pieceNumber, bytes, hashes, finalHash } = parsed.data;
    const { pieceNumber: seq, ...taken } = await receivePiece(
      db,
      replayer(),
      {
        runId: String(params.id),
        token,
        pieceNumber,
        bytes: new Uint8Array(Buffer.from(bytes, "base64")),
        hashes,
        ...(finalHash ? { finalHash } : {}),
      },
      now,
    );
    return Response.json({ seq, ...taken }, { headers: { "cache-control": "no-store" } });
  },
);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
