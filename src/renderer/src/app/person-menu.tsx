import { Check, UserRound } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useLocation } from 'wouter';
import { screens } from './places.ts';
import { useStudio, useStudioState } from './studio-context.ts';

/** Who works at this page: everything done from here on is theirs. */
export function PersonMenu() {
  const studio = useStudio();
  const people = useStudioState((state) => state.overview?.records.person);
  const personId = useStudioState((state) => state.personId);
  const [, navigate] = useLocation();
  const listed = (people ?? []).filter((person) => !person.isArchived || person.id === personId);
  const name = listed.find((person) => person.id === personId)?.name ?? 'Nobody';
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <button type="button" className="quiet" title="Who works here" aria-label={`Who works here: ${name}`}>
          <UserRound size={14} />
          <span className="ellipsis person-name">{name}</span>
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="popover menu" align="end" sideOffset={6}>
          <DropdownMenu.RadioGroup value={personId ?? ''} onValueChange={(id) => studio.setPerson(id)}>
            {listed.map((person) => (
              <DropdownMenu.RadioItem key={person.id} value={person.id} className="menu-item">
                <span className="menu-check">
                  <DropdownMenu.ItemIndicator>
                    <Check size={13} />
                  </DropdownMenu.ItemIndicator>
                </span>
                {person.name}
                <span className="dim">{person.role}</span>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator className="menu-line" />
          <DropdownMenu.Item className="menu-item" onSelect={() => navigate(`${screens.data}/people`)}>
            <span className="menu-check" />
            Add or change people…
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
