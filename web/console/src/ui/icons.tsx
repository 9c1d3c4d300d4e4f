import type { ReactNode } from "react";

interface IconProps {
    size?: number;
}

function icon(paths: ReactNode) {
    return function Icon({ size = 16 }: IconProps) {
        return (
            <svg
                className="icon"
                width={size}
                height={size}
                viewBox="0 0 16 16"
                fill="none"
                stroke="currentColor"
                strokeWidth="1.5"
                strokeLinecap="round"
                strokeLinejoin="round"
                aria-hidden="true"
                focusable="false"
            >
                {paths}
            </svg>
        );
    };
}

export const OperatorsIcon = icon(
    <>
        <rect x="2" y="2.5" width="12" height="4.5" rx="1.2" />
        <rect x="2" y="9" width="12" height="4.5" rx="1.2" />
        <path d="M4.7 4.75h.01M4.7 11.25h.01M8 4.75h3.3M8 11.25h3.3" />
    </>,
);
export const TerminalIcon = icon(
    <>
        <rect x="1.75" y="2.5" width="12.5" height="11" rx="1.8" />
        <path d="m4.5 6 2 2-2 2M8.5 10.25h3" />
    </>,
);
export const ApprovalsIcon = icon(
    <>
        <path d="M8 1.75 13 3.5v4c0 3.2-2.1 5.6-5 6.75-2.9-1.15-5-3.55-5-6.75v-4z" />
        <path d="m5.7 7.9 1.6 1.6 3-3.2" />
    </>,
);
export const HistoryIcon = icon(
    <>
        <path d="M2.3 8a5.7 5.7 0 1 0 1.9-4.25L2.3 5.4" />
        <path d="M2.3 2.5v2.9h2.9M8 5v3.2l2.1 1.3" />
    </>,
);
export const PolicyIcon = icon(
    <>
        <path d="M4 2.5h8v11H4z" />
        <path d="M6.25 6h3.5M6.25 8.5h3.5M6.25 11h2" />
    </>,
);
export const AuditIcon = icon(<path d="M4.5 13V3.5M2 6l2.5-2.5L7 6M11.5 3v9.5M9 10l2.5 2.5L14 10" />);
export const FilesIcon = icon(
    <>
        <path d="M4 13.5v-11h5l3 3v8z" />
        <path d="M9 2.5v3h3" />
    </>,
);
export const PlusIcon = icon(<path d="M8 3.5v9M3.5 8h9" />);
export const CloseIcon = icon(<path d="m4 4 8 8M12 4l-8 8" />);
export const CopyIcon = icon(
    <>
        <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
        <path d="M10.5 5.5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5" />
    </>,
);
export const CheckIcon = icon(<path d="m3.5 8.5 3 3 6-7" />);
export const ChevronIcon = icon(<path d="m6 4 4 4-4 4" />);
export const StopIcon = icon(<rect x="4" y="4" width="8" height="8" rx="1" />);
export const RerunIcon = icon(
    <>
        <path d="M13.5 8a5.5 5.5 0 1 1-1.7-4l1.7 1.6" />
        <path d="M13.5 2.5v3.1h-3.1" />
    </>,
);
export const WarnIcon = icon(
    <>
        <path d="M8 2.2 14.3 13H1.7z" />
        <path d="M8 6.4v3M8 11.2h.01" />
    </>,
);
export const LinkIcon = icon(
    <>
        <path d="M6.7 9.3a2.7 2.7 0 0 0 3.9.1l2-2a2.75 2.75 0 0 0-3.9-3.9l-.9.9" />
        <path d="M9.3 6.7a2.7 2.7 0 0 0-3.9-.1l-2 2a2.75 2.75 0 0 0 3.9 3.9l.9-.9" />
    </>,
);
export const DownloadIcon = icon(<path d="M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13.25h10" />);
export const SearchIcon = icon(
    <>
        <circle cx="7" cy="7" r="4.3" />
        <path d="m10.3 10.3 3.2 3.2" />
    </>,
);
export const SunIcon = icon(
    <>
        <circle cx="8" cy="8" r="2.8" />
        <path d="M8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.85.85M11.75 11.75l.85.85M12.6 3.4l-.85.85M4.25 11.75l-.85.85" />
    </>,
);
export const MoonIcon = icon(<path d="M13.5 9.5A5.7 5.7 0 0 1 6.5 2.5a5.7 5.7 0 1 0 7 7Z" />);
export const SystemIcon = icon(
    <>
        <rect x="1.75" y="2.5" width="12.5" height="8.5" rx="1.5" />
        <path d="M5.5 13.5h5" />
    </>,
);
export const KeyIcon = icon(
    <>
        <circle cx="5.2" cy="10.8" r="2.7" />
        <path d="m7.2 8.8 6-6M11 5l1.8 1.8" />
    </>,
);
export const ServerOffIcon = icon(
    <path d="m2 2 12 12M6.5 2.5H13A1.2 1.2 0 0 1 14 3.7v2.1A1.2 1.2 0 0 1 13 7h-2M2.5 3.1A1.2 1.2 0 0 0 2 4v1.8A1.2 1.2 0 0 0 3.2 7H6M9 9H3.2A1.2 1.2 0 0 0 2 10.2v2.1a1.2 1.2 0 0 0 1.2 1.2h9.3" />,
);
