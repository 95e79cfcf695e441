// The lesson's own line to the server. Whatever goes wrong comes back as a sentence to show where one is.

export type Refused = { refused: string };

export async function postStudy<T extends object>(address: string, said: Record<string, string>): Promise<T | Refused> {
  try {
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams(said) });
    if (answer.ok) return (await answer.json()) as T;
    if (answer.status < 500) return { refused: await answer.text() };
  } catch {
    // no network: told below
  }
  return { refused: "没有连上服务器。这一页还在，连上以后再试。" };
}

export const isRefused = (answer: object): answer is Refused => "refused" in answer;
