const TONE_HZ = { accepted: 1_760, refused: 330 } as const;
const TONE_SECONDS = 0.09;
const VIBRATION_MS = { accepted: [60], refused: [60, 60, 60] } as const;

let audio: AudioContext | undefined;

/**
 * Answers a read for the hand and the ear: one short buzz and a high tone, or three and a low one. Only a help: a device
 * that is silent or has no motor misses nothing, because the frame and the words say the same.
 */
export function signal(outcome: 'accepted' | 'refused'): void {
  navigator.vibrate?.([...VIBRATION_MS[outcome]]);
  audio ??= new AudioContext();
  // A context made before the first touch sleeps; a browser that still refuses stays silent.
  if (audio.state === 'suspended') audio.resume().catch(() => undefined);
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = TONE_HZ[outcome];
  volume.gain.setValueAtTime(0.2, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + TONE_SECONDS);
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + TONE_SECONDS);
}
