// Every sound made on the spot with Web Audio: alarm, fire, steps, doors, breath. Nothing is loaded. All of it is
// captioned elsewhere.

import type { Burst, Sound } from "./sound";

export interface Synth {
  readonly on: boolean;
  /** Needs a user's gesture the first time. */
  switch(on: boolean): void;
  alarm(sounding: boolean): void;
  /** 0…1: nearness of the fire; `pan` −1 left … 1 right. */
  fire(level: number, pan: number): void;
  step(soft: boolean): void;
  play(sound: Sound, pan: number): void;
  /** Stops all; the synth is dead then. */
  close(): void;
}

export function createSynth(): Synth {
  let context: AudioContext | null = null;
  let out: GainNode | null = null;
  let on = false;
  let alarmGain: GainNode | null = null;
  let fireGain: GainNode | null = null;
  let firePan: StereoPannerNode | null = null;
  let noise: AudioBuffer | null = null;

  const start = () => {
    context = new AudioContext();
    out = context.createGain();
    out.connect(context.destination);
    noise = whiteNoise(context);
    alarmGain = alarmTone(context, out);
    [fireGain, firePan] = crackle(context, out, noise);
  };
  const burst = (options: Burst, side = 0) => {
    if (!context || !out || !on || !noise) return;
    const t = context.currentTime + (options.after ?? 0);
    const source = context.createBufferSource();
    source.buffer = noise;
    const filter = context.createBiquadFilter();
    filter.type = "lowpass";
    filter.frequency.setValueAtTime(options.from, t);
    filter.frequency.exponentialRampToValueAtTime(options.to, t + options.seconds);
    const gain = context.createGain();
    gain.gain.setValueAtTime(options.level, t);
    gain.gain.exponentialRampToValueAtTime(0.0008, t + options.seconds);
    const pan = context.createStereoPanner();
    pan.pan.value = side;
    source.connect(filter).connect(gain).connect(pan).connect(out);
    source.start(t, (t * 0.37) % 1, options.seconds + 0.05);
  };
  return {
    get on() {
      return on;
    },
    switch(next) {
      on = next;
      if (on && !context) start();
      if (!context || !out) return;
      if (on) void context.resume();
      out.gain.setTargetAtTime(on ? 0.8 : 0, context.currentTime, 0.05);
    },
    alarm: (sounding) =>
      alarmGain && context && alarmGain.gain.setTargetAtTime(sounding ? 0.11 : 0, context.currentTime, 0.1),
    fire(level, pan) {
      if (!context || !fireGain || !firePan) return;
      fireGain.gain.setTargetAtTime(level * 0.5, context.currentTime, 0.3);
      firePan.pan.setTargetAtTime(pan, context.currentTime, 0.2);
    },
    step: (soft) => burst({ seconds: soft ? 0.09 : 0.07, level: soft ? 0.1 : 0.2, from: soft ? 500 : 1400, to: 120 }),
    play: (sound, pan) => sound.bursts.forEach((one) => burst(one, pan)),
    close() {
      on = false;
      void context?.close();
      context = null;
    },
  };
}

function whiteNoise(context: AudioContext): AudioBuffer {
  const buffer = context.createBuffer(1, context.sampleRate * 2, context.sampleRate);
  const data = buffer.getChannelData(0);
  let state = 22222;
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[i] = state / 2147483648 - 1;
  }
  return buffer;
}

/** A rising and falling tone, twice in three seconds, as evacuation sounders give it. */
function alarmTone(context: AudioContext, out: AudioNode): GainNode {
  const gain = context.createGain();
  gain.gain.value = 0;
  const tone = context.createOscillator();
  tone.type = "triangle";
  tone.frequency.value = 760;
  const sweep = context.createOscillator();
  sweep.type = "sawtooth";
  sweep.frequency.value = 0.66;
  const depth = context.createGain();
  depth.gain.value = 190;
  sweep.connect(depth).connect(tone.frequency);
  const soft = context.createBiquadFilter();
  soft.type = "lowpass";
  soft.frequency.value = 2400;
  tone.connect(soft).connect(gain).connect(out);
  tone.start();
  sweep.start();
  return gain;
}

function crackle(context: AudioContext, out: AudioNode, noise: AudioBuffer): [GainNode, StereoPannerNode] {
  const source = context.createBufferSource();
  source.buffer = noise;
  source.loop = true;
  const roar = context.createBiquadFilter();
  roar.type = "bandpass";
  roar.frequency.value = 320;
  roar.Q.value = 0.6;
  const flutter = context.createOscillator();
  flutter.frequency.value = 7.3;
  const depth = context.createGain();
  depth.gain.value = 0.25;
  const body = context.createGain();
  body.gain.value = 0.6;
  flutter.connect(depth).connect(body.gain);
  const gain = context.createGain();
  gain.gain.value = 0;
  const pan = context.createStereoPanner();
  source.connect(roar).connect(body).connect(gain).connect(pan).connect(out);
  source.start();
  flutter.start();
  return [gain, pan];
}
