/** Why a room can't begin, and what to do about it. */
export const tooFewWords = ({ accepted, wanted }: { accepted: number; wanted: number }): string =>
  `这个考场要 ${wanted} 名监考员，接受任务的有 ${accepted} 名，还不能开考。派了还没接受的先接受；来不了的，请考务另派。`;
