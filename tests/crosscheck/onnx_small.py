#!/usr/bin/python3
"""Makes tests/Metamers.Tests/Golden/onnx: a small network that PyTorch exports to ONNX, in two forms (any batch, and a batch of one), and what
PyTorch computes for it: every stage's values and the gradient of their norm."""
import json, pathlib, sys

try:
    import torch
except ImportError:
    print("onnx_small.py needs PyTorch: apt-get install python3-torch. Nothing was written.")
    sys.exit(3)

golden = pathlib.Path(__file__).resolve().parent.parent / "Metamers.Tests" / "Golden" / "onnx"


class Block(torch.nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv = torch.nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn = torch.nn.BatchNorm2d(outputs)
        self.down = torch.nn.Conv2d(inputs, outputs, 1, stride)
        self.relu = torch.nn.ReLU()

    def forward(self, x):
        return self.relu(self.bn(self.conv(x)) + self.down(x))


class Small(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layer1 = torch.nn.Sequential(Block(3, 4, 1), Block(4, 4, 1))
        self.layer2 = torch.nn.Sequential(Block(4, 6, 2))
        self.pool = torch.nn.AdaptiveAvgPool2d(1)
        self.fc = torch.nn.Linear(6, 5)

    def forward(self, x):
        return self.fc(self.pool(self.layer2(self.layer1(x))).reshape(x.shape[0], -1))


class Baked(Small):
    def forward(self, x):
        return self.fc(self.pool(self.layer2(self.layer1(x))).reshape(1, -1))


def export(network, name, **more):
    torch.onnx.export(network.eval(), torch.rand(1, 3, 8, 8), str(golden / f"{name}.onnx"), opset_version=13, do_constant_folding=False,
                      training=torch.onnx.TrainingMode.PRESERVE, input_names=["input"], output_names=["logits"], **more)


golden.mkdir(exist_ok=True)
torch.manual_seed(0)
small, baked = Small(), Baked()
for module in small.modules():
    if isinstance(module, torch.nn.BatchNorm2d):
        module.running_mean.normal_(0, 0.1)
        module.running_var.uniform_(0.5, 1.5)
baked.load_state_dict(small.state_dict())
export(small, "small", dynamic_axes={"input": {0: "n"}, "logits": {0: "n"}})
export(baked, "small_one")

x = (torch.arange(192).reshape(1, 3, 8, 8) * 37 % 100 / 100).double().requires_grad_()
network = small.double()
stages = dict(layer1=network.layer1(x))
stages["layer2"] = network.layer2(stages["layer1"])
stages["final"] = network(x)
numbers = {name: dict(values=y.flatten()[:20].tolist(), norm=y.norm().item(),
                      gradient=torch.autograd.grad(y.norm(), x, retain_graph=True)[0].flatten().tolist()) for name, y in stages.items()}
(golden / "small.json").write_text(json.dumps(numbers, indent=1) + "\n")
