import { MoonIcon, SunIcon, SystemIcon } from "../ui/icons.tsx";
import { setTheme, THEMES, type Theme, useTheme } from "../ui/theme.ts";

const WORDS: Record<Theme, { label: string; icon: React.ReactNode }> = {
    system: { label: "Theme of the system", icon: <SystemIcon size={14} /> },
    light: { label: "Light theme", icon: <SunIcon size={14} /> },
    dark: { label: "Dark theme", icon: <MoonIcon size={14} /> },
};

export function ThemeSwitch() {
    const theme = useTheme();
    return (
        <div className="segments" role="group" aria-label="Theme">
            {THEMES.map((each) => (
                <button
                    key={each}
                    type="button"
                    aria-pressed={each === theme}
                    aria-label={WORDS[each].label}
                    title={WORDS[each].label}
                    onClick={() => setTheme(each)}
                >
                    {WORDS[each].icon}
                </button>
            ))}
        </div>
    );
}
