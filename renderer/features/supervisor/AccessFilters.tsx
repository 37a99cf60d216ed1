import { useTranslation } from 'react-i18next';
import { AccessActionFilter } from '../../../shared/protocol/access.ts';
import { useDirectory } from '../../stores/session.ts';
import { useWords } from '../../lib/words.ts';
import { Button } from '../../ui/Button.tsx';
import { DateField } from '../../ui/DateField.tsx';
import { Select } from '../../ui/Select.tsx';
import type { Option } from '../../ui/Select.tsx';
import { EVERYTHING } from './accessForm.ts';
import type { AccessForm } from './accessForm.ts';
import styles from './access.module.css';

/** Stands for "all" in a list, whose entries must have a name. */
const ALL = 'all';

const byLabel = (a: Option<string>, b: Option<string>): number => a.label.localeCompare(b.label, 'ko');

type Props = { readonly form: AccessForm; readonly onChange: (form: AccessForm) => void };

/** Whose, by whom, what and when. */
export const AccessFilters = ({ form, onChange }: Props) => {
  const { t } = useTranslation('supervisor');
  const words = useWords();
  const index = useDirectory();
  const people = [...index.personById.values()]
    .map(({ person }) => ({ value: person.id, label: `${person.name} (${words.t(`word.role.${person.role}`)})` }))
    .toSorted(byLabel);
  const operators = [...index.operatorById.values()]
    .map(({ id, name }) => ({ value: id, label: name }))
    .toSorted(byLabel);
  const find = <T extends string>(options: readonly { readonly value: T }[], value: string): T | null =>
    options.find((option) => option.value === value)?.value ?? null;
  return (
    <div className={styles['filters']} role="group" aria-label={t('access.filter')}>
      <Select
        label={t('access.person')}
        value={form.person ?? ALL}
        options={[{ value: ALL, label: t('access.allPeople') }, ...people]}
        onChange={(value) => onChange({ ...form, person: find(people, value) })}
      />
      <Select
        label={t('access.who')}
        value={form.operator ?? ALL}
        options={[{ value: ALL, label: t('access.allOperators') }, ...operators]}
        onChange={(value) => onChange({ ...form, operator: find(operators, value) })}
      />
      <Select
        label={t('access.action')}
        value={form.action ?? ALL}
        options={[
          { value: ALL, label: t('access.allActions') },
          ...AccessActionFilter.options.map((value) => ({ value, label: t(`access.kind.${value}`) })),
        ]}
        onChange={(value) => onChange({ ...form, action: AccessActionFilter.safeParse(value).data ?? null })}
      />
      <DateField
        label={t('access.from')}
        value={form.from}
        choices={[]}
        onChange={(from) => onChange({ ...form, from })}
      />
      <DateField label={t('access.to')} value={form.to} choices={[]} onChange={(to) => onChange({ ...form, to })} />
      <Button size="s" variant="quiet" onClick={() => onChange(EVERYTHING)}>
        {t('access.clear')}
      </Button>
    </div>
  );
};
