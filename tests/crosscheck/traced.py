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


def export(name, network):
    exec(script, dict(network=network.eval(), stages=["relu", "pool"], path=str(golden / f"{name}.pt"),
                      about=dict(name="Small", shape=[3, 8, 8], range=[0, 1], mean=[0.5, 0.5, 0.5], deviation=[0.25, 0.25, 0.25])))


golden.mkdir(exist_ok=True)
torch.manual_seed(0)
small = Small()
export("small", small)
for wrong in ("batch", "gradient", "random"): export(wrong, Small(wrong))
torch.jit.save(torch.jit.trace(small, torch.rand(2, 3, 8, 8)), str(golden / "unnamed.pt"))

x = (torch.arange(192).reshape(1, 3, 8, 8) * 37 % 100 / 100).requires_grad_()
pre = small.conv((x - 0.5) / 0.25)
fake = pre - pre.detach().clamp(max=0)
stages = dict(relu=fake, pool=small.pool(torch.relu(pre)))
stages["final"] = small.fc(stages["pool"].flatten(1))
numbers = {name: dict(norm=y.norm().item(), gradient=torch.autograd.grad(y.norm(), x, retain_graph=True)[0].norm().item()) for name, y in stages.items()}
(golden / "small.json").write_text(json.dumps(numbers, indent=1) + "\n")
print(numbers)
