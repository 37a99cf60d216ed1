import enCommon from './en/common.json' with { type: 'json' };
import enDispatch from './en/dispatch.json' with { type: 'json' };
import enMap from './en/map.json' with { type: 'json' };
import enSupervisor from './en/supervisor.json' with { type: 'json' };
import enTrainer from './en/trainer.json' with { type: 'json' };
import koCommon from './ko/common.json' with { type: 'json' };
import koDispatch from './ko/dispatch.json' with { type: 'json' };
import koMap from './ko/map.json' with { type: 'json' };
import koSupervisor from './ko/supervisor.json' with { type: 'json' };
import koTrainer from './ko/trainer.json' with { type: 'json' };

/** Every word on the screen, by language and namespace. Korean is the reference that keys are typed by. */
export const resources = {
  ko: { common: koCommon, dispatch: koDispatch, map: koMap, supervisor: koSupervisor, trainer: koTrainer },
  en: { common: enCommon, dispatch: enDispatch, map: enMap, supervisor: enSupervisor, trainer: enTrainer },
} as const;
