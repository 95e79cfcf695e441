import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { allSamples, sampleFigures, samples } from './question-samples';
import { QuestionView } from './question-view';
import { keyAnswer, toResult } from './result';
import { toShown } from './shown';

const draw = (question: (typeof allSamples)[number], withResult = false) => renderToStaticMarkup(
  <QuestionView shown={toShown(question, 's', sampleFigures)} value={null} onChange={() => {}} label="12." result={withResult ? toResult(question, null) : undefined} />,
);

describe('a question on the page', () => {
  it.each(allSamples.map((question) => [question.kind, question] as const))('%s: one fieldset, its stem as legend, each control named', (_kind, question) => {
    const html = draw(question);
    expect(html.match(/<fieldset/g)).toHaveLength(1);
    expect(html).toContain('<legend');
    expect(html).toContain('12.');
    expect(html).not.toContain(question.explanation);
    for (const [button] of html.matchAll(/<button[^>]*>(?=<svg)/g)) expect(button).toContain('aria-label');
    for (const [input] of html.matchAll(/<input type="text"[^>]*>/g)) expect(input).toContain('aria-label');
  });

  it('shows right, why and basis only with a result', () => {
    const html = draw(samples.single, true);
    expect(html).toContain('没答对');
    expect(html).toContain('正确答案');
    expect(html).toContain('第十四条');
  });

  it('lets a place on a drawing be chosen from a list, harmless ones among them', () => {
    const html = draw(samples.hotspot);
    expect(html.match(/type="checkbox"/g)).toHaveLength(3);
    expect(keyAnswer(samples.hotspot)).toEqual(['p']);
  });
});
