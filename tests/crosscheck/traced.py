#!/usr/bin/python3
"""Makes tests/Metamers.Tests/Golden/traced with notebooks/export_torchscript.py: small networks, right and wrong, and what the right one computes."""
import json, pathlib, sys

try:
    import torch
except ImportError:
    print("traced.py needs PyTorch: apt-get install python3-torch. Nothing was written.")
    sys.exit(3)

here = pathlib.Path(__file__).resolve().parent
golden = here.parent / "Metamers.Tests" / "Golden" / "traced"
script = (here.parent.parent / "notebooks" / "export_torchscript.py").read_text()
script = "import json, torch\n" + script[script.index("class EveryStage"):]


class Small(torch.nn.Module):
    def __init__(self, wrong=None):
        super().__init__()
        self.wrong = wrong
        self.conv = torch.nn.Conv2d(3, 4, 3, stride=2)
        self.relu = torch.nn.ReLU(inplace=True)
        self.pool = torch.nn.AdaptiveAvgPool2d(2)
        self.fc = torch.nn.Linear(16, 5)

    def forward(self, x):
        x = self.relu(self.conv(x))
        if self.wrong == "batch": x = x - x.mean()
        if self.wrong == "gradient": x = x.detach()
        if self.wrong == "random": x = torch.nn.functional.dropout(x, 0.5, training=True)
        return self.fc(self.pool(x).flatten(1))


class Twice(Small):
    def forward(self, x):
        x = self.relu(self.conv(x))
        return self.fc(self.relu(self.pool(x) - 0.1).flatten(1))


class Sound(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = torch.nn.Conv1d(1, 4, 9, stride=4)
        self.relu = torch.nn.ReLU()
        self.fc = torch.nn.Linear(4, 5)

    def forward(self, x):
        return self.fc(self.relu(self.conv(x.unsqueeze(1))).mean(2))


class ByHand(torch.nn.Module):
    """What people trace without the script: one stage, and whatever the network returns."""
    def __init__(self, convert):
        super().__init__()
        self.network, self.convert = Small().eval(), convert

    def forward(self, x):
        first = self.network.relu(self.network.conv(x))
        return first, self.convert(self.network.fc(self.network.pool(first).flatten(1)))


pictures = dict(name="Small", shape=[3, 8, 8], range=[0, 1], mean=[0.5, 0.5, 0.5], deviation=[0.25, 0.25, 0.25])
by_hand = json.dumps({**pictures, "stages": [dict(name="first", relu=False), dict(name="final", relu=False)]})


def export(name, network, stages=("relu", "pool"), about=pictures):
    exec(script, dict(network=network, stages=list(stages), path=str(golden / f"{name}.pt"), about=dict(about)))


def save(name, traced):
    torch.jit.save(traced, str(golden / f"{name}.pt"), _extra_files={"stages.json": by_hand})


def trace(convert, change=lambda network: network, kind=torch.float32):
    network = change(ByHand(convert).eval())
    return torch.jit.trace(network, torch.rand(2, 3, 8, 8, dtype=kind), check_trace=False, strict=False)


golden.mkdir(exist_ok=True)
torch.manual_seed(0)
small = Small()
export("small", small)
for wrong in ("batch", "gradient", "random"): export(wrong, Small(wrong))
torch.jit.save(torch.jit.trace(small, torch.rand(2, 3, 8, 8)), str(golden / "unnamed.pt"))
export("twice", Twice(), ["relu-1", "pool", "relu-2"])
export("sound", Sound(), ["relu"], dict(name="Sound", shape=[400], range=[-1, 1], mean=[0], deviation=[1], sampling_rate=8000))
save("tuple", trace(lambda y: (y, 2 * y)))
save("dictionary", trace(lambda y: dict(logits=y, twice=2 * y)))
save("double_stage", trace(lambda y: y.double()))
save("double", trace(lambda y: y, lambda network: network.double(), torch.float64))
save("bfloat16", trace(lambda y: y, lambda network: network.bfloat16(), torch.bfloat16))
save("fixed_batch", trace(lambda y: y.reshape(10).view(2, 5)))
save("frozen", torch.jit.freeze(trace(lambda y: y)))
save("optimized", torch.jit.optimize_for_inference(trace(lambda y: y)))

x = (torch.arange(192).reshape(1, 3, 8, 8) * 37 % 100 / 100).requires_grad_()
pre = small.conv((x - 0.5) / 0.25)
fake = pre - pre.detach().clamp(max=0)
stages = dict(relu=fake, pool=small.pool(torch.relu(pre)))
stages["final"] = small.fc(stages["pool"].flatten(1))
numbers = {name: dict(norm=y.norm().item(), gradient=torch.autograd.grad(y.norm(), x, retain_graph=True)[0].norm().item()) for name, y in stages.items()}
(golden / "small.json").write_text(json.dumps(numbers, indent=1) + "\n")
print(numbers)
