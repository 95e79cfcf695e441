// Who reads the results of an exam, and how much. Before the release: who marks and who releases that exam, by slip
// number alone. Afterwards also the exam office; names stand beside scores for the office, which prints the lists and
// answers complaints, and for who released them and answers for them. Everybody else sees who sat, and no score.

export type ResultView = { scores: boolean; names: boolean };
export interface ResultReader {
  released: boolean;
  /** Has accepted the exam's marking, or its release. */
  marks: boolean;
  releases: boolean;
  officer: boolean;
}

export const resultView = ({ released, marks, releases, officer }: ResultReader): ResultView => ({
  scores: marks || releases || (released && officer),
  names: released && (releases || officer),
});
