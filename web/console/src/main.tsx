import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import "./style/tokens.css";
import "./style/base.css";
import "./style/shell.css";
import "./style/fleet.css";
import "./style/terminal.css";
import "./style/policy.css";
import "./style/audit.css";
import "./style/files.css";
import { startTheme } from "./ui/theme.ts";

startTheme();
createRoot(document.getElementById("root") as HTMLElement).render(<App />);
