import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultOfSvg } from './figure';
import { canonicalJson } from '~/platform/canonical';
import { assembleCourse } from './pack';
import type { Question } from './question';
import { readCourse, readCourses, readManifest, readQuestionBanks } from './read-pack.server';

const root = join(import.meta.dirname, '..');
const courses = readCourses(root);
const practice = readQuestionBanks(join(root, 'questions')).flatMap((bank) => bank.questions);
const live = readQuestionBanks(join(root, '..', 'prisma', 'seed', 'bank')).flatMap((bank) => bank.questions);
const checks = courses.flatMap((course) => [...course.lessons.flatMap((lesson) => lesson.checks), ...course.quiz]);
const bare = (text: string) => text.replace(/[\s，。、；：？！“”（）《》]/g, '');
const chinese = (value: unknown) => (JSON.stringify(value).match(/[\u4e00-\u9fff]/g) ?? []).length;

describe('shipped courses', () => {
  it('are all named by the manifest', () => {
    const named = readManifest(root).entries.filter(({ type }) => type === 'course').map(({ slug }) => slug);
    expect(readdirSync(join(root, 'courses')).sort()).toEqual([...named].sort());
  });

  it.each(courses.map((course) => [course.slug, course] as const))('%s: each lesson is whole: text, drawings, questions, basis, and a reading time a quick reader needs', (_slug, course) => {
    for (const lesson of course.lessons) {
      const figures = lesson.blocks.filter(({ type }) => type === 'figure');
      expect(figures.length, `${lesson.slug} drawings`).toBeGreaterThanOrEqual(2);
      expect(lesson.checks.length, `${lesson.slug} questions`).toBeGreaterThanOrEqual(3);
      const characters = chinese(lesson.blocks);
      expect(characters, `${lesson.slug} text`).toBeGreaterThan(500);
      expect(lesson.minimumSeconds, `${lesson.slug} time`).toBeGreaterThan((characters / 400) * 60);
      expect(lesson.minimumSeconds, `${lesson.slug} time`).toBeLessThan((characters / 100) * 60);
    }
  });

  it('give one version for the same bytes, whatever the order of the files', () => {
    const course = readCourse(root, 'confined-space');
    expect(canonicalJson(readCourse(root, 'confined-space'))).toBe(canonicalJson(course));
    expect(canonicalJson({ b: 1, a: [{ d: 2, c: undefined }] })).toBe('{"a":[{"d":2}],"b":1}');
  });

  it('name what is missing', () => {
    expect(() => assembleCourse({})).toThrow('course.json');
  });
});

describe('drawings', () => {
  const shell = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>a</title><desc>b</desc>${inside}</svg>`;
  it.each([
    '<script>alert(1)</script>', '<rect onclick="x()"/>', '<rect style="fill:red"/>', '<image href="http://a"/>', '<use href="#a"/>', '<rect fill="url(#a)"/>', '<a href="x"><rect/></a>', '<foreignObject/>', '<rect fill=red/>', '<!--<rect onload="x"/>-->',
  ])('refuse %s', (inside) => {
    expect(faultOfSvg(shell(inside))).not.toBeNull();
  });
  it('take plain shapes', () => {
    expect(faultOfSvg(shell('<rect width="1" height="1" fill="rgb(var(--card))"/>'))).toBeNull();
  });
});

describe('questions', () => {
  const all: Question[] = [...practice, ...live, ...checks];

  it('have ids of their own, over practice, exam bank and courses', () => {
    const ids = all.map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it('never repeat a stem', () => {
    const seen = new Map<string, string>();
    const repeats = all.flatMap((question) => {
      const stem = bare(question.stem) + (question.kind === 'hotspot' ? question.figure.svg : '');
      const first = seen.get(stem);
      seen.set(stem, question.id);
      return first ? [`${first} = ${question.id}`] : [];
    });
    expect(repeats).toEqual([]);
  });

  it('an exam item is no practice item under other words: stems share less than four fifths of their pairs of characters', () => {
    const pairs = (text: string) => new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)));
    const seen = [...practice, ...checks].map((question) => ({ id: question.id, pairs: pairs(bare(question.stem)) }));
    const alike = live.flatMap((item) => {
      const own = pairs(bare(item.stem));
      return seen.filter((other) => {
        const shared = [...own].filter((pair) => other.pairs.has(pair)).length;
        return shared / Math.max(1, own.size + other.pairs.size - shared) > 0.8;
      }).map((other) => `${item.id} ~ ${other.id}`);
    });
    expect(alike).toEqual([]);
  });

  it('live items lie outside content, flagged as demonstration', () => {
    expect(practice.every(({ use }) => use === 'practice')).toBe(true);
    expect(live.every(({ use, demonstration }) => use === 'live' && demonstration === true)).toBe(true);
    expect(existsSync(join(root, 'questions', 'live'))).toBe(false);
  });

  it('give nothing away by the letter of the key or by its length', () => {
    for (const [name, bank] of [['practice', practice], ['live', live], ['checks', checks]] as const) {
      const singles = bank.filter((question) => question.kind === 'single');
      for (const letter of ['a', 'b', 'c', 'd']) {
        const share = singles.filter(({ key }) => key === letter).length / singles.length;
        expect(share, `${name} ${letter}`).toBeGreaterThan(0.12);
        expect(share, `${name} ${letter}`).toBeLessThan(0.4);
      }
      const longest = singles.filter(({ key, options }) => {
        const right = options.find(({ id }) => id === key)?.text.length ?? 0;
        return options.every(({ id, text }) => id === key || text.length < right);
      }).length / singles.length;
      expect(longest, `${name}: key is the longest option`).toBeLessThan(0.45);
      expect(longest, `${name}: key is never the longest option`).toBeGreaterThan(0.1);
      const truths = bank.filter((question) => question.kind === 'truefalse');
      const yes = truths.filter(({ key }) => key).length / truths.length;
      expect(yes, `${name} true`).toBeGreaterThan(0.3);
      expect(yes, `${name} true`).toBeLessThan(0.7);
    }
  });
});
