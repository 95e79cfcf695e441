// A steady beat on demand: heard as a short wooden click, seen as a dot that swings. 110 a minute.
export const BEAT_MS = 60000 / 110;

export function createClick(): { at(on: boolean): void; close(): void } {
  let context: AudioContext | null = null;
  let timer = 0;
  let next = 0;
  const click = (t: number) => {
    const tone = context!.createOscillator();
    const gain = context!.createGain();
    tone.type = "triangle";
    tone.frequency.setValueAtTime(880, t);
    tone.frequency.exponentialRampToValueAtTime(420, t + 0.05);
    gain.gain.setValueAtTime(0.22, t);
    gain.gain.exponentialRampToValueAtTime(0.0008, t + 0.07);
    tone.connect(gain).connect(context!.destination);
    tone.start(t);
    tone.stop(t + 0.08);
  };
  return {
    at(on) {
      window.clearInterval(timer);
      if (!on) return;
      context ??= new AudioContext();
      void context.resume();
      next = context.currentTime + 0.05;
      // laid out a little ahead, so that a busy page does not limp
      timer = window.setInterval(() => {
        while (context && next < context.currentTime + 0.3) {
          click(next);
          next += BEAT_MS / 1000;
        }
      }, 100);
    },
    close() {
      window.clearInterval(timer);
      void context?.close();
      context = null;
    },
  };
}
