import { Smartphone, Timer } from 'lucide-react'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { CareView } from '../engine'
import type { PlaySession } from '../play/session'
import { BAND, sayRhythm, TEMPO_WORDS, tempoOf } from './beat-words'
import { BEAT_MS, createClick } from './metronome.client'
import { SENSOR_WORDS, startSensor, type SensorState } from './motion.client'
import type { Presser } from './press'

export interface CarePanelProps { session: PlaySession; presser: Presser; dark: boolean; touch: boolean; paused: boolean; /** Before the picture of a hand-held screen. */ onStart?(): void }

/** The rhythm as one presses: count, rate and curve with the band of 100–120, a metronome, and the place to press. */
export function CarePanel({ session, presser, dark, touch, paused, onStart }: CarePanelProps) {
  const care = useCare(session)
  const sensor = useSensor(session)
  const [metronome, setMetronome] = useMetronome(paused)
  if (!care) return null
  const pressable = care.near && care.swapper < 0
  const line = dark ? 'border-[#fbf8f1]/25 bg-[#14130f]/75 text-[#fbf8f1]' : 'border-line bg-card text-ink'
  const chip = `pointer-events-auto inline-flex min-h-[44px] items-center gap-2 rounded-md border px-3 text-sm ${dark ? 'border-[#fbf8f1]/25 bg-[#14130f]/70 text-[#fbf8f1] hover:bg-[#14130f]/90' : 'border-edge bg-card hover:bg-sunk'}`
  if (!pressable && !care.pressing) return null
  return (
    <section aria-label="按压" className={`mx-auto grid w-full max-w-xl gap-2 rounded-md border p-2 sm:p-3 ${line}`}>
      <div className="flex items-center gap-3">
        <Count care={care} />
        <Curve care={care} dark={dark} />
        <Rate care={care} />
      </div>
      {metronome && <Pendulum dark={dark} paused={paused} />}
      <div className="flex flex-wrap items-stretch gap-2">
        <button
          type="button" disabled={!pressable || paused}
          className={`pointer-events-auto min-h-[56px] flex-1 touch-none select-none rounded-md border px-4 text-lg font-semibold disabled:opacity-60 ${dark ? 'border-[#fbf8f1]/60 bg-[#84551c]/95 text-[#fbf8f1]' : 'border-bronze bg-bronze text-bronze-ink'}`}
          onPointerDown={(e) => { e.preventDefault(); onStart?.(); presser.down() }}
          onPointerUp={() => presser.up()} onPointerCancel={() => presser.up()} onPointerLeave={() => presser.up()}
          onKeyDown={(e) => { if ((e.code === 'Space' || e.code === 'Enter') && !e.repeat) { e.preventDefault(); onStart?.(); presser.down() } else if (e.code === 'Space' || e.code === 'Enter') e.preventDefault() }}
          onKeyUp={(e) => { if (e.code === 'Space' || e.code === 'Enter') { e.preventDefault(); presser.up() } }}
          onBlur={() => presser.up()}
        >
          按压{touch ? '' : '（空格）'}
        </button>
        <button type="button" className={chip} aria-pressed={metronome} onClick={() => setMetronome(!metronome)}>
          <Timer aria-hidden className="size-4" />
          节拍
        </button>
        {touch && (
          <button type="button" className={chip} aria-pressed={sensor.state === 'on'} onClick={sensor.toggle}>
            <Smartphone aria-hidden className="size-4" />
            {sensor.state === 'on' ? '停用手机' : '用手机按'}
          </button>
        )}
      </div>
      {sensor.state !== 'idle' && (
        <p className="text-sm" role="status">
          {SENSOR_WORDS[sensor.state]}
          {sensor.state === 'on' && (care.calibrating ? '正在校准，照自己觉得的 5 厘米按。' : care.depth > 0 ? `深浅是校准时的 ${Math.round(care.depth * 100)}%。` : '屏幕朝上放在硬一点的坐垫中央，两手叠在手机上按。软垫上量不准厘米，只看快慢和停顿。')}
        </p>
      )}
      <Spoken care={care} />
    </section>
  )
}

function Count({ care }: { care: CareView }) {
  return (
    <p className="w-16 shrink-0 text-center leading-tight" aria-hidden>
      <strong className="block text-3xl font-semibold tabular-nums">{care.count}</strong>
      <span className="text-xs opacity-80">{care.ratio === '30:2' ? '共 30 下' : '下'}</span>
    </p>
  )
}

function Rate({ care }: { care: CareView }) {
  const tempo = tempoOf(care.rate)
  return (
    <p className="w-24 shrink-0 leading-tight" aria-hidden>
      <strong className="block text-2xl font-semibold tabular-nums">{care.rate > 0 ? Math.round(care.rate) : '—'}<span className="text-xs font-normal"> 次/分</span></strong>
      <span className="text-sm">{tempo === 'good' ? '✓ ' : tempo === 'slow' ? '▼ ' : tempo === 'fast' ? '▲ ' : ''}{care.swapper >= 0 ? '有人替你按' : TEMPO_WORDS[tempo]}</span>
    </p>
  )
}

const LOW = 70
const HIGH = 150
const SECONDS = 8

/** The rate between each two compressions of the last eight seconds, over the band one should keep in. */
function Curve({ care, dark }: { care: CareView; dark: boolean }) {
  const [w, h] = [200, 56]
  const y = (rate: number) => h - ((Math.max(LOW, Math.min(HIGH, rate)) - LOW) / (HIGH - LOW)) * h
  const x = (ms: number) => w - ((care.nowMs - ms) / (SECONDS * 1000)) * w
  const dots = care.recent.flatMap((ms, i) => {
    const gap = i ? ms - care.recent[i - 1]! : 0
    return gap > 0 && gap <= 1500 && x(ms) > 0 ? [{ x: x(ms), y: y(60000 / gap) }] : []
  })
  const ink = dark ? '#fbf8f1' : 'currentColor'
  return (
 <div className="relative min-w-0 flex-1">
    <span aria-hidden className="absolute left-0 text-xs leading-none opacity-80" style={{ top: 8 }}>120</span>
    <span aria-hidden className="absolute left-0 text-xs leading-none opacity-80" style={{ top: 37 }}>100</span>
    <svg viewBox={`0 0 ${w} ${h}`} className="h-14 w-full" preserveAspectRatio="none" aria-hidden>
      <rect x="0" y={y(BAND.high)} width={w} height={y(BAND.low) - y(BAND.high)} fill={ink} opacity="0.16" />
      <line x1="0" x2={w} y1={y(BAND.high)} y2={y(BAND.high)} stroke={ink} strokeOpacity="0.5" strokeDasharray="3 4" />
      <line x1="0" x2={w} y1={y(BAND.low)} y2={y(BAND.low)} stroke={ink} strokeOpacity="0.5" strokeDasharray="3 4" />
      <polyline points={dots.map((d) => `${d.x.toFixed(1)},${d.y.toFixed(1)}`).join(' ')} fill="none" stroke={ink} strokeWidth="2" vectorEffect="non-scaling-stroke" />
      
    </svg>
    </div>
  )
}

/** A dot between two posts: at a post, press. Without motion, the two words take turns. */
function Pendulum({ dark, paused }: { dark: boolean; paused: boolean }) {
  const dot = useRef<SVGCircleElement>(null)
  const still = useMemo(() => matchMedia('(prefers-reduced-motion: reduce)').matches, [])
  const [word, setWord] = useState('按')
  useEffect(() => {
    if (paused) return
    if (still) {
      const timer = setInterval(() => setWord((w) => (w === '按' ? '松' : '按')), BEAT_MS / 2)
      return () => clearInterval(timer)
    }
    let handle = 0
    const frame = (now: number) => {
      dot.current?.setAttribute('cx', String(100 + 88 * Math.cos((now / BEAT_MS) * Math.PI)))
      handle = requestAnimationFrame(frame)
    }
    handle = requestAnimationFrame(frame)
    return () => cancelAnimationFrame(handle)
  }, [still, paused])
  if (still) return <p aria-hidden className="text-center text-xl font-semibold">{word}</p>
  const ink = dark ? '#fbf8f1' : 'currentColor'
  return (
    <svg viewBox="0 0 200 16" aria-hidden className="h-4 w-full">
      <path d="M12 1v14M188 1v14" stroke={ink} strokeWidth="2" />
      <circle ref={dot} cx="100" cy="8" r="6" fill={ink} />
    </svg>
  )
}

/** Each five seconds, for those who listen. */
function Spoken({ care }: { care: CareView }) {
  const said = useRef({ at: -1, text: '' })
  const slot = Math.floor(care.nowMs / 5000)
  if (slot !== said.current.at) said.current = { at: slot, text: sayRhythm(care) }
  return <p className="sr-only" role="status" aria-live="polite">{said.current.text}</p>
}

/** The live view of care, about ten times a second. */
export function useCare(session: PlaySession): CareView | null {
  const held = useRef<CareView | null>(session.view.care)
  return useSyncExternalStore(
    useMemo(() => (listener: () => void) => session.onTick((view) => {
      if (view.tick % 2 && !view.captions.length) return
      held.current = view.care
      listener()
    }), [session]),
    () => held.current,
    () => held.current,
  )
}

function useSensor(session: PlaySession): { state: SensorState; toggle(): void } {
  const [state, setState] = useState<SensorState>('idle')
  const stop = useRef<(() => void) | null>(null)
  useEffect(() => () => stop.current?.(), [])
  return {
    state,
    toggle() {
      if (stop.current && state === 'on') {
        stop.current()
        stop.current = null
        return
      }
      void startSensor(session.intent, setState).then((end) => (stop.current = end))
    },
  }
}

function useMetronome(paused: boolean): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(false)
  const click = useMemo(() => createClick(), [])
  useEffect(() => click.at(on && !paused), [click, on, paused])
  useEffect(() => () => click.close(), [click])
  return [on, setOn]
}
