import { request as ask, type IncomingMessage } from "node:http";
import type { Act } from "~/people/policies";
import { HttpProblem } from "../hot/exchange";
import { callerOf } from "./caller";
import { ComeAgain } from "./refuse";
import { SECRET_HEADER } from "./secret";

const ANSWER_MS = 10_000;
export const PERMISSION_PATH = "/internal/may";
const REFUSALS: Readonly<Record<number, HttpProblem>> = {
  401: new HttpProblem(401, "unknown", "请先登录，再做这一步。"),
  403: new HttpProblem(403, "forbidden", "您的角色不能打开这里。"),
};

/**
 * Asks the app, before a large body is read, whether the session behind the request's cookie may do the act (there: for
 * the audit of a refusal); throws the refusal.
 */
export function permissionAsker({
  port,
  secret,
}: {
  port: number;
  secret: string;
}): (request: IncomingMessage, act: Act, pathname: string) => Promise<void> {
  return (request, act, pathname) =>
    new Promise((resolve, reject) => {
      const { https, ip } = callerOf(request);
      const { cookie, host } = request.headers;
      const headers = {
        ...(cookie ? { cookie } : {}),
        ...(host ? { host } : {}),
        "x-forwarded-proto": https ? "https" : "http",
        "x-forwarded-for": ip,
        [SECRET_HEADER]: secret,
      };
      const asked = ask(
        {
          host: "127.0.0.1",
          port,
          path: `${PERMISSION_PATH}?act=${act}&path=${encodeURIComponent(pathname.slice(0, 200))}`,
          agent: false,
          timeout: ANSWER_MS,
          headers,
        },
        (answer) => {
          answer.resume();
          const { statusCode = 500 } = answer;
          if (statusCode === 204) resolve();
          else reject(REFUSALS[statusCode] ?? new ComeAgain(503, 3, "页面服务正在恢复，没有执行。请稍后再试。"));
        },
      );
      asked.on("timeout", () => asked.destroy());
      asked.on("error", () => reject(new ComeAgain(503, 3, "页面服务正在恢复，没有执行。请稍后再试。")));
      asked.end();
    });
}
