#!/bin/sh
# Builds what a host of Red Hat's or SUSE's kin has, and a signed repository of stand-ins of Datadog's packages, below
# /srv/rpm. Run once in the root directory.
set -eu
export HOME=/root/build GNUPGHOME=/root/build/gnupg
mkdir -p /srv/rpm/repository "$HOME" /etc/rpm
# Debian's rpm has a database a user; hosts of the family have one.
echo '%_dbpath /var/lib/rpm' >/etc/rpm/macros
mkdir -m 0700 "$GNUPGHOME"
cd "$HOME"

# build NAME VERSION FOLDER [LINE]
build() {
	cat >package.spec <<-END
		Name: $1
		Epoch: 1
		Version: $2
		Release: 1
		Summary: Stand-in of a package
		License: Apache-2.0
		BuildArch: noarch
		$4
		%description
		Stand-in.
		%install
		mkdir -p %{buildroot}/etc/datadog-agent/conf.d %{buildroot}/opt/datadog-agent %{buildroot}/var/log/datadog
		echo '# example' >%{buildroot}/etc/datadog-agent/datadog.yaml.example
		echo $1 $2 >%{buildroot}/opt/datadog-agent/version
		%pre
		getent group dd-agent >/dev/null || groupadd --system dd-agent
		getent passwd dd-agent >/dev/null || useradd --system --gid dd-agent --home-dir /opt/datadog-agent --no-create-home --shell /usr/sbin/nologin dd-agent
		%files
		/etc/datadog-agent
		/opt/datadog-agent
		/var/log/datadog
	END
	rpmbuild --quiet -bb --define "_topdir $HOME" --define "_rpmdir $3" package.spec
	mv "$3"/noarch/*.rpm "$3"
	rmdir "$3/noarch"
}

# index FOLDER: signed by the only key there is.
index() {
	createrepo_c --quiet "$1"
	gpg --batch --quiet --armor --detach-sign "$1/repodata/repomd.xml"
}

gpg --batch --quiet --passphrase '' --quick-generate-key 'Lookout tests' rsa3072 sign never
gpg --armor --export >/srv/rpm/key.asc
gpg --with-colons --fingerprint | sed -n 's/^fpr:*\([0-9A-F]*\):$/\1/p' >/srv/rpm/fingerprint
for version in 7.70.1 7.71.0; do build datadog-agent $version /srv/rpm/repository 'Conflicts: datadog-fips-agent'; done
build datadog-fips-agent 7.70.1 /srv/rpm/repository 'Conflicts: datadog-agent'
rpmsign --define '__gpg /usr/bin/gpg' --define '_gpg_name Lookout tests' --addsign /srv/rpm/repository/*.rpm >/dev/null 2>&1
index /srv/rpm/repository
gpgconf --kill gpg-agent

# Debian's own packages are not in rpm's database, where those of the family are.
cat >base.spec <<-'END'
	Name: base
	Version: 1
	Release: 1
	Summary: Stand-in of a system
	License: Apache-2.0
	BuildArch: noarch
	Provides: /bin/sh
	Provides: system-release = 9
	%description
	Stand-in.
	%files
END
rpmbuild --quiet -bb --define "_topdir $HOME" --define "_rpmdir $HOME/base" base.spec
rpm -i --nosignature "$HOME"/base/noarch/*.rpm 2>/dev/null
