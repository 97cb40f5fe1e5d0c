#!/usr/bin/env bash
# The lab's machine, until it switches itself off: boot.sh SYSTEM PYTHON RUN PORT
#
# SYSTEM and PYTHON are folders that system.sh and python.sh have made; what the machine changes on their disks is gone
# with it. RUN/share is what it sees as /mnt/lab, RUN/console its console. What its job prints, this prints. PORT of
# 127.0.0.1 leads to the machine's sshd, and no way leads out of it. Needs root; runs in a mount namespace of its own.
set -euo pipefail
system=$1 python=$2 run=$3 port=$4 tree=$1/tree

mount --bind "$system" "$tree/srv/system"
mount --bind "$python" "$tree/srv/python"
mount --bind "$run" "$tree/srv/run"
mount --bind /dev "$tree/dev"
mount -t proc proc "$tree/proc" # QEMU's 9p goes by /proc/self/fd

cards=()
for number in 1 2; do
    cards+=(-device "pcie-root-port,id=port$number,chassis=$number")
    cards+=(-device "igb,bus=port$number,mac=52:54:00:00:0$number:00")
done
# KVM may be there and yet not work, so the processor is emulated: the same everywhere.
exec chroot "$tree" env TMPDIR=/srv/run qemu-system-x86_64 \
    -machine q35,kernel-irqchip=off -accel tcg,thread=multi -cpu max -m 3072 -smp 2 -device intel-iommu \
    -nodefaults -display none -no-reboot -serial file:/srv/run/console \
    -kernel /vmlinuz -initrd /initrd.img \
    -append 'root=/dev/vda rw console=ttyS0 panic=1 quiet intel_iommu=on iommu=pt' \
    -drive file=/srv/system/disk,if=virtio,format=raw,snapshot=on,cache=unsafe \
    -drive file=/srv/python/disk,if=virtio,format=raw,snapshot=on,cache=unsafe \
    -virtfs local,path=/srv/run/share,mount_tag=share,security_model=none \
    -device virtio-serial -chardev file,id=output,path=/dev/stdout -device virtserialport,chardev=output,name=lab \
    -device e1000e "${cards[@]}" \
    -netdev "user,id=outside,restrict=on,hostfwd=tcp:127.0.0.1:$port-:22" \
    -device virtio-net-pci,netdev=outside,mac=52:54:00:00:03:00,romfile=
