import mark from "../ui/mark.svg";

export function Brand() {
    return (
        <div className="brand">
            <img src={mark} alt="" width={22} height={22} />
            <span>DropOps</span>
        </div>
    );
}
