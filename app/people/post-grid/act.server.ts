import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import type { ReachOf } from "../reach";
import { changePost, type PostChange } from "./change.server";
import { Change, Paste, Undo } from "./form";
import { gridPosts } from "./grid.server";
import { pasteBlock } from "./paste.server";
import { undoChange } from "./undo.server";
import type { CellAnswer } from "./words";

// What a cell's form asks, done, with the answer that the cell shows.

type Caller = { reach: ReachOf; actorId: string };

/** The act of a form and its answer with a status; refusals are sentences, never thrown. */
export async function actOnPosts(
  db: Db,
  now: Date,
  form: FormData,
  caller: Caller,
): Promise<{ answer: CellAnswer; status: number }> {
  const parsed =
    { paste: Paste, undo: Undo }[String(form.get("kind"))]?.safeParse(Object.fromEntries(form)) ??
    Change.safeParse(Object.fromEntries(form));
  if (!parsed.success) return { answer: { refused: sentenceOf(parsed.error) }, status: 400 };
  const asked = parsed.data;
  try {
    if (asked.kind === "undo")
      return {
        answer: {
          saved: { posts: await undoChange(db, now, { batch: asked.batch, ...caller }), batch: "", told: "已撤销。" },
        },
        status: 200,
      };
    if (asked.kind === "paste")
      return pasteAnswer(await pasteBlock(db, now, { cells: asked.cells, ...caller }), asked.cells.length);
    const { post: postId, seen, ...change } = asked;
    const { post, batch } = await changePost(db, now, { postId, seen, change: change as PostChange, ...caller });
    return {
      answer: { saved: { posts: [post], batch, told: batch ? "已保存。" : "原来就是这样，没有变动。" } },
      status: 200,
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const posts = error.code === "conflict" && "post" in asked ? await gridPosts(db, [asked.post]) : undefined;
    return { answer: { refused: error.message, posts }, status: error.status };
  }
}

/** Our own words for what is wrong; what only a broken page can send gets one sentence. */
const sentenceOf = ({ issues }: { issues: readonly { message: string }[] }): string =>
  issues.map((issue) => issue.message).find((message) => /\p{Script=Han}/u.test(message)) ?? "内容不完整，没有保存。";

function pasteAnswer(
  pasted: Awaited<ReturnType<typeof pasteBlock>>,
  cells: number,
): { answer: CellAnswer; status: number } {
  if ("saved" in pasted) return { answer: pasted, status: 200 };
  return {
    answer: {
      refused: `粘贴的 ${cells} 格里有 ${pasted.faults.length} 格对不上，一格都没有写入。`,
      faults: pasted.faults,
    },
    status: 409,
  };
}
