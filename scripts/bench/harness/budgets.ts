// What each bench measures, against which floor, and what it must reach. A floor is the least that the same work could
// cost on this machine, measured in the same run, turn by turn with the work; a budget is a share of it in percent, so
// that it means the same on a slow machine (docs/decisions/073-benches-by-ratio.md).

/** `least`: percent of the floor's speed that the work must reach. */
export interface RatioBudget {
  work: string;
  floor: string;
  least: number;
}
/** What holds on every machine, whatever its speed. */
export interface MustBudget {
  what: string;
  most: number;
}
/** What was promised in absolute figures: told beside the machine's score, it does not decide. */
export interface PromiseFigure {
  what: string;
  most?: number;
  least?: number;
}
export interface BenchBudget {
  about: string;
  ratios: Record<string, RatioBudget>;
  musts: Record<string, MustBudget>;
  promises: Record<string, PromiseFigure>;
}

export const BENCHES = {
  journal: {
    about: "seats saving their answers, and the journal verified",
    ratios: {
      save: {
        work: "a save through the front: its CPU",
        floor: "a bare HTTP server that commits the same bytes in groups with synchronous=FULL",
        least: 13,
      },
      saveTime: {
        work: "200 askers without pause: the time of a save",
        floor: "the same askers at the bare server",
        least: 15,
      },
      verify: {
        work: "the journal read and verified: CPU of 100,000 events",
        floor: "bare SHA-256 of the same bytes, one digest an event",
        least: 17,
      },
    },
    musts: { failed: { what: "saves that failed at 1,000 a second", most: 0 } },
    promises: {
      p99MsAt1000: { what: "ms within which 99 of 100 saves are on disk, at 1,000 a second", most: 250 },
      startsMs: { what: "ms to start 2,000 sittings", most: 60_000 },
      startsP99Ms: { what: "ms that a room waits for its start", most: 2_000 },
      verifyCpuMs: { what: "ms of CPU to verify 100,000 events", most: 1_000 },
    },
  },
  pages: {
    about: "the built product as learners use it",
    ratios: {
      page: {
        work: "a page of a signed-in learner: CPU of front and app",
        floor: "Express sending the same HTML as a ready string where the app stands: behind the same front",
        least: 25,
      },
      pageAlone: {
        work: "a page of a signed-in learner: CPU of front and app",
        floor: "Express sending the same HTML as a ready string, packed as the app packs it, with no front",
        least: 15,
      },
      report: {
        work: "the public verification report: CPU of front and app",
        floor: "Express sending the same HTML as a ready string, packed as the app packs it",
        least: 25,
      },
    },
    musts: {
      failed: { what: "pages that failed at 100 a second", most: 0 },
      savesLost: { what: "saves lost or doubled beside the pages", most: 0 },
      memoryMB: { what: "MB that front and app hold after the load", most: 400 },
      tooHeavy: { what: "pages whose first visit weighs more than it may", most: 0 },
    },
    promises: {
      pagesPerSecond: { what: "pages a second, alone and beside 300 saves a second", least: 99 },
      p99Ms: { what: "ms within which 99 of 100 pages are there", most: 100 },
      pageOfReadyString: { what: "percent of a ready string's speed, sent with no front, that a page has", least: 25 },
    },
  },
  sim: {
    about: "a step of the crowd",
    ratios: {
      p300: { work: "a step of 300 people", floor: "bare arithmetic over the same neighbours", least: 6 },
      p1000: { work: "a step of 1,000 people", floor: "bare arithmetic over the same neighbours", least: 10 },
      p10000: { work: "a step of 10,000 people", floor: "bare arithmetic over the same neighbours", least: 8 },
      crowded1000: { work: "a step of 1,000 who press", floor: "bare arithmetic over the same neighbours", least: 12 },
    },
    musts: {
      replayMiB: { what: "MiB that the replay of a drill of five minutes takes", most: 64 },
    },
    promises: {
      growthPercent: { what: "percent of a person's cost among 1,000 that one costs among 10,000", most: 130 },
      p300Ms: { what: "ms a step of 300 people", most: 0.3 },
      p1000Ms: { what: "ms a step of 1,000 people", most: 1.1 },
      p10000Ms: { what: "ms a step of 10,000 people", most: 15 },
      crowded1000Ms: { what: "ms a step of 1,000 who press", most: 2.5 },
      replaySeconds: { what: "s to replay a drill of five minutes with 300 people", most: 2 },
    },
  },
  smoke: {
    about: "a step of fire and smoke",
    ratios: {
      rooms31: {
        work: "a step of 31 rooms",
        floor: "the bare flow formula over the same openings and rounds",
        least: 9,
      },
      rooms191: {
        work: "a step of 191 rooms",
        floor: "the bare flow formula over the same openings and rounds",
        least: 12,
      },
    },
    musts: {},
    promises: { rooms31Ms: { what: "ms a step of 31 rooms", most: 0.1 } },
  },
  replay: {
    about: "a drill's log replayed by the workers",
    ratios: {
      evacuation: { work: "a short drill's log in the worker", floor: "the engine's bare ticks", least: 60 },
      wholeDrill: { work: "a whole drill's log in the worker", floor: "the engine's bare ticks", least: 70 },
    },
    musts: {},
    promises: {
      lastPieceToVerdictMs: { what: "ms from the last piece to the verdict", most: 1_000 },
      wholeReplayMs: { what: "ms to replay a whole drill at once", most: 2_000 },
      timesRealTime: { what: "times faster than it was played", least: 50 },
    },
  },
  roster: {
    about: "a roster of 10,000 rows, from the file to the coverage page",
    ratios: {
      commit: {
        work: "the import's commit: CPU",
        floor: "the same rows written by one prepared statement a table, in one transaction",
        least: 8,
      },
    },
    musts: {},
    promises: {
      commitToCoverageMs: { what: "ms from the commit's begin to a fresh coverage", most: 20_000 },
      commitLagMs: { what: "ms that the commit held everybody else at most", most: 250 },
    },
  },
  doors: {
    about: "a hostile client beside a running exam",
    ratios: {
      pages: {
        work: "a page beside the hostile client: time of 95 in 100",
        floor: "the same page without it",
        least: 24,
      },
    },
    musts: {
      lost: { what: "saves lost", most: 0 },
      appGrewMB: { what: "MB by which the app grew at most", most: 64 },
    },
    promises: {
      pagesTimesSlower: { what: "times as long that 95 in 100 pages take beside the hostile client", most: 3 },
    },
  },
} as const satisfies Record<string, BenchBudget>;

export type BenchName = keyof typeof BENCHES;
