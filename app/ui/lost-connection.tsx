import { useLocation } from "@remix-run/react";
import { LinkButton } from "./button";
import { ErrorPage } from "./error-page";
import { useKeptFields } from "./kept-form";
import { lastSent } from "./last-sent";

/** A request of the page's own that reached nobody, as the browsers say it. */
export const isLostConnection = (error: unknown): boolean =>
  error instanceof TypeError && /failed to fetch|networkerror|load failed/i.test(error.message);

/** Where a request got no answer: back to the same page, its form filled as it was sent. */
export function LostConnection() {
  const { pathname, search } = useLocation();
  const before = useKeptFields();
  const kept = before ?? lastSent(pathname);
  return (
    <ErrorPage
      title="没有连上服务器"
      safe={
        kept ? "刚才按下的那一步没有收到回音，可能没有做成。填过的还留着，密码和选的文件除外。" : "这一页没有取到。"
      }
      todo={kept ? "网络好了以后按“再试一次”回到那一页，看看做成没有，没有就再交一次。" : "网络好了以后按“再试一次”。"}
      actions={
        <LinkButton to={pathname + search} replace state={{ kept }} look="main">
          再试一次
        </LinkButton>
      }
    />
  );
}
