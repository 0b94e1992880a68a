/** How a UCD word may be used: first only, second only, either; E, C and V are either, and take a band, two bands or a frame. */
export type UcdFlag = 'P' | 'S' | 'Q' | 'E' | 'C' | 'V';

/** The words of UCD1+ 1.6 (December 2024) by flag. */
const WORDS: Readonly<Record<UcdFlag, string>> = {
  P: `
    arith.factor arith.grad arith.rate meta meta.abstract meta.bib meta.bib.author meta.bib.bibcode meta.bib.fig
    meta.bib.journal meta.bib.page meta.bib.volume meta.code meta.code.class meta.code.error meta.code.member
    meta.code.mime meta.code.multip meta.code.qual meta.code.status meta.cryptic meta.id meta.id.assoc meta.id.CoI
    meta.id.cross meta.id.parent meta.id.part meta.id.PI meta.note meta.number meta.record meta.ref meta.ref.doi
    meta.ref.epic meta.ref.orcid meta.ref.pid meta.ref.rorid meta.ref.uri meta.ref.url meta.title meta.unit
    meta.version obs.atmos.turbulence.isoplanatic pos.wcs pos.wcs.cdmatrix pos.wcs.crpix pos.wcs.crval
    pos.wcs.ctype pos.wcs.naxes pos.wcs.naxis pos.wcs.scale stat.confidenceLevel stat.correlation stat.covariance
    stat.error stat.error.sys stat.fit.chi2 stat.fit.dof stat.fit.goodness stat.fit.residual stat.kurtosis
    stat.likelihood stat.mad stat.rank stat.rms stat.skewness stat.snr stat.variance stat.weight
  `,
  S: `
    arith.diff arith.ratio arith.squared arith.sum arith.variation em em.IR em.IR.J em.IR.H em.IR.K em.IR.3-4um
    em.IR.4-8um em.IR.8-15um em.IR.15-30um em.IR.30-60um em.IR.60-100um em.IR.NIR em.IR.MIR em.IR.FIR em.UV
    em.UV.10-50nm em.UV.50-100nm em.UV.100-200nm em.UV.200-300nm em.X-ray em.X-ray.soft em.X-ray.medium
    em.X-ray.hard em.gamma em.gamma.soft em.gamma.hard em.line em.line.HI em.line.Lyalpha em.line.Halpha
    em.line.Hbeta em.line.Hgamma em.line.Hdelta em.line.Brgamma em.line.OIII em.line.CO em.mm em.mm.30-50GHz
    em.mm.50-100GHz em.mm.100-200GHz em.mm.200-400GHz em.mm.400-750GHz em.mm.750-1500GHz em.mm.1500-3000GHz em.opt
    em.opt.U em.opt.B em.opt.V em.opt.R em.opt.I em.pw em.radio em.radio.20MHz em.radio.20-100MHz
    em.radio.100-200MHz em.radio.200-400MHz em.radio.400-750MHz em.radio.750-1500MHz em.radio.1500-3000MHz
    em.radio.3-6GHz em.radio.6-12GHz em.radio.12-30GHz instr.beam instr.det instr.filter instr.fov instr.obsty
    instr.pixel instr.plate instr.voxel meta.file meta.fits meta.main meta.modelled meta.preview meta.software
    meta.table obs obs.atmos obs.atmos.turbulence obs.atmos.wind obs.calib obs.calib.flat obs.calib.dark
    obs.exposure obs.field obs.image obs.occult obs.transit obs.proposal obs.sequence phys.aerosol phys.atmol
    phys.atmol.collisional phys.atmol.ionization phys.atmol.level phys.atmol.transition phys.composition
    phys.cosmology phys.dust phys.electron phys.mol.rotation phys.mol.vibration phys.particle
    phys.particle.neutrino phys.particle.neutron phys.particle.proton phys.particle.alpha phys.phaseSpace
    phys.virial pos.barycenter pos.bodycentric pos.bodygraphic pos.bodyrc pos.cartesian pos.centroid pos.cmb
    pos.cylindrical pos.earth pos.ecliptic pos.eop pos.errorEllipse pos.galactic pos.galactocentric pos.geocentric
    pos.heliocentric pos.lg pos.lsr pos.spherical pos.supergalactic spect.continuum spect.line src src.calib
    src.calib.guideStar src.net stat.fit.omc stat.fwhm stat.interval stat.max stat.mean stat.median stat.min
    stat.uncalib
  `,
  Q: `
    arith arith.zp em.bin em.energy em.freq em.freq.cutoff em.freq.resonance em.wavenumber em.wl em.wl.central
    em.wl.effective instr instr.bandpass instr.bandwidth instr.baseline instr.calib instr.det.noise instr.det.psf
    instr.det.qe instr.dispersion instr.experiment instr.obsty.seeing instr.offset instr.order instr.param
    instr.plate.emulsion instr.precision instr.rmsf instr.saturation instr.scale instr.sensitivity instr.setup
    instr.skyLevel instr.skyTemp instr.tel instr.tel.focalLength meta.calibLevel meta.checksum meta.coverage
    meta.curation meta.dataset meta.email meta.query meta.ref.ivoid meta.ucd obs.airMass obs.atmos.extinction
    obs.atmos.humidity obs.atmos.rain obs.atmos.refractAngle obs.atmos.water obs.observer obs.param
    obs.proposal.cycle phot.calib phot.color.excess phot.color.reddFree phot.flux.bol phot.mag.bol phot.mag.distMod
    phys phys.SFR phys.absorption.coeff phys.absorption.gal phys.absorption.opticalDepth phys.abund phys.abund.Fe
    phys.abund.X phys.abund.Y phys.abund.Z phys.acceleration phys.albedo phys.angArea phys.angMomentum phys.area
    phys.atmol.branchingRatio phys.atmol.collStrength phys.atmol.configuration phys.atmol.crossSection
    phys.atmol.element phys.atmol.excitation phys.atmol.final phys.atmol.initial phys.atmol.ionStage
    phys.atmol.lande phys.atmol.lifetime phys.atmol.lineShift phys.atmol.number phys.atmol.oscStrength
    phys.atmol.parity phys.atmol.qn phys.atmol.radiationType phys.atmol.symmetry phys.atmol.sWeight
    phys.atmol.sWeight.nuclear phys.atmol.term phys.atmol.transProb phys.atmol.wOscStrength phys.atmol.weight
    phys.columnDensity phys.composition.massLightRatio phys.composition.yield phys.current phys.current.density
    phys.damping phys.density phys.density.phaseSpace phys.dielectric phys.dispMeasure phys.electCharge
    phys.electron.degen phys.emissMeasure phys.emissivity phys.energy phys.energy.Gibbs phys.energy.Helmholtz
    phys.energy.density phys.enthalpy phys.entropy phys.eos phys.excitParam phys.flux phys.flux.energy
    phys.gauntFactor phys.gravity phys.inspiralSpin phys.ionizParam phys.ionizParam.coll phys.ionizParam.rad
    phys.luminosity.fun phys.magAbs.bol phys.mass phys.mass.inertiaMomentum phys.mass.loss phys.mol phys.mol.dipole
    phys.mol.dipole.electric phys.mol.dipole.magnetic phys.mol.dissociation phys.mol.formationHeat
    phys.mol.quadrupole phys.mol.quadrupole.electric phys.polarization.circular phys.polarization.coherency
    phys.polarization.linear phys.polarization.rotMeasure phys.polarization.stokes phys.polarization.stokes.I
    phys.polarization.stokes.Q phys.polarization.stokes.U phys.polarization.stokes.V phys.potential phys.pressure
    phys.recombination.coeff phys.reflectance phys.reflectance.bidirectional phys.reflectance.bidirectional.df
    phys.reflectance.factor phys.refractIndex phys.size phys.size.axisRatio phys.size.diameter phys.size.radius
    phys.size.smajAxis phys.size.sminAxis phys.size.smedAxis phys.temperature phys.temperature.dew
    phys.temperature.effective phys.temperature.electron phys.transmission phys.veloc.ang phys.veloc.dispersion
    phys.veloc.escape phys.veloc.expansion phys.veloc.microTurb phys.veloc.orbital phys.veloc.pulsat
    phys.veloc.rotat phys.veloc.transverse phys.volume phys.voltage pos pos.angDistance pos.angResolution pos.az
    pos.az.alt pos.az.azi pos.az.zd pos.azimuth pos.bodyrc.alt pos.bodyrc.lat pos.bodyrc.lon pos.cartesian.x
    pos.cartesian.y pos.cartesian.z pos.cylindrical.azi pos.cylindrical.r pos.cylindrical.z pos.dirCos
    pos.earth.altitude pos.earth.lat pos.earth.lon pos.ecliptic.lat pos.ecliptic.lon pos.emergenceAng pos.ephem
    pos.eq pos.eq.dec pos.eq.ha pos.eq.ra pos.eq.spd pos.frame pos.galactic.lat pos.galactic.lon pos.healpix
    pos.HTM pos.incidenceAng pos.lunar pos.lunar.occult pos.nutation pos.outline pos.parallax pos.parallax.dyn
    pos.parallax.phot pos.parallax.spect pos.parallax.trig pos.phaseAng pos.posAng pos.projection pos.resolution
    pos.spherical.azi pos.spherical.colat pos.spherical.r pos.supergalactic.lat pos.supergalactic.lon spect
    spect.binSize spect.dopplerParam spect.line.broad.Stark spect.line.strength spect.resolution src.class
    src.class.color src.class.distance src.class.luminosity src.class.richness src.class.starGalaxy
    src.class.struct src.density src.ellipticity src.impactParam src.morph src.morph.param src.morph.scLength
    src.morph.type src.orbital src.orbital.eccentricity src.orbital.inclination src.orbital.meanAnomaly
    src.orbital.meanMotion src.orbital.node src.orbital.periastron src.orbital.Tisserand src.orbital.TissJ
    src.redshift src.redshift.phot src.sample src.spType src.var src.var.amplitude src.var.index src.var.pulse stat
    stat.asymmetry stat.falsePositive stat.falseNegative stat.filling stat.fit stat.fit.param stat.Fourier
    stat.Fourier.amplitude stat.param stat.percentile stat.probability stat.stdev stat.value time time.age
    time.creation time.crossing time.duration time.end time.epoch time.equinox time.interval time.lifetime
    time.period time.period.pulsation time.period.revolution time.period.rotation time.phase time.processing
    time.publiYear time.relax time.release time.resolution time.scale time.start
  `,
  E: `
    instr.background phot phot.antennaTemp phot.count phot.fluence phot.flux phot.flux.density phot.flux.density.sb
    phot.flux.sb phot.limbDark phot.mag phot.mag.bc phot.mag.reddFree phot.mag.sb phot.radiance phys.absorption
    phys.angSize phys.angSize.smajAxis phys.angSize.sminAxis phys.fluence phys.luminosity phys.magAbs
    phys.polarization spect.dopplerVeloc spect.dopplerVeloc.opt spect.dopplerVeloc.radio spect.index
    spect.line.asymmetry spect.line.broad spect.line.broad.Zeeman spect.line.eqWidth spect.line.intensity
    spect.line.profile spect.line.width
  `,
  C: `
    phot.color
  `,
  V: `
    phys.electField phys.magField phys.veloc pos.distance pos.pm pos.precess
  `,
};

/** Words that UCD1+ 1.6 has replaced, with what to write instead. */
const REPLACED = `
  em.IR.K.Brgamma em.line.Brgamma
  em.opt.B.Hbeta em.line.Hbeta
  em.opt.R.Halpha em.line.Halpha
  em.opt.V.OIII em.line.OIII
  phot.color.B-R phot.color;em.opt.B;em.opt.R
  phot.color.B-R.JHN phot.color;em.opt.B;em.opt.R
  phot.color.B-V phot.color;em.opt.B;em.opt.V
  phot.color.B-V.JHN phot.color;em.opt.B;em.opt.V
  phot.color.B1-B.gen phot.color
  phot.color.B2-B.gen phot.color
  phot.color.G-B.gen phot.color
  phot.color.H-K phot.color;em.IR.H;em.IR.K
  phot.color.J-H phot.color;em.IR.J;em.IR.H
  phot.color.J-K phot.color;em.IR.J;em.IR.K
  phot.color.K-L phot.color;em.IR.K;em.IR.3-4um
  phot.color.R-I.JHN phot.color;em.opt.R;em.opt.I
  phot.color.U-B phot.color;em.opt.U;em.opt.B
  phot.color.U-B.JHN phot.color;em.opt.U;em.opt.B
  phot.color.U-B.gen phot.color;em.opt.U;em.opt.B
  phot.color.U-V.JHN phot.color;em.opt.U;em.opt.V
  phot.color.V-B.gen phot.color;em.opt.V;em.opt.B
  phot.color.V-I.cous phot.color;em.opt.V;em.opt.I
  phot.color.V-R.JHN phot.color;em.opt.V;em.opt.R
  phot.color.V-R.cous phot.color;em.opt.V;em.opt.R
  phot.color.V1-B.gen phot.color;em.opt.V;em.opt.B
  phot.color.b-y.STR phot.color
  phot.color.c1.STR phot.color
  phot.color.g-r.gunn phot.color
  phot.color.m1.STR phot.color
  phot.color.opt-ir phot.color;em.opt;em.IR
  phot.color.opt-uv phot.color;em.opt;em.UV
  phys.at.coll phys.atmol.collisional
  phys.at.coll.rate arith.rate;phys.atmol.collisional
  phys.at.coll.strength phys.atmol.collStrength
  phys.at.crossSect phys.atmol.crossSection
  phys.at.element phys.atmol.element
  phys.at.energy phys.energy
  phys.at.energy.ioniz phys.energy;phys.atmol.ionization
  phys.at.energy.level phys.energy;phys.atmol.level
  phys.at.fs phys.atmol.configuration
  phys.at.ion phys.atmol.ionStage
  phys.at.level.lifetime time.lifetime;phys.atmol.level
  phys.at.level.parity phys.atmol.parity
  phys.at.level.sweight phys.atmol.sweight
  phys.at.line spect.line
  phys.at.line.emissivity phys.emissivity;spect.line
  phys.at.line.strength spect.line.intensity
  phys.at.osc-strength phys.atmol.oscStrength
  phys.at.recombin arith.rate;phys.atmol.transition
  phys.at.stark spect.line.broad.Stark
  phys.at.trans phys.atmol.transition
  phys.at.trans.energy phys.energy;phys.atmol.transition
  phys.at.trans.prob phys.atmol.transProb
  phys.at.trans.rate arith.rate;phys.atmol.transition
  phys.at.trans.wl em.wl;phys.atmol.transition
  phys.mol.energy phys.energy
  phys.mol.energy.rotat phys.energy;phys.mol.rotation
  phys.mol.formation.heat phys.mol.formationHeat
  phys.mol.level phys.atmol.level
  phys.mol.line.strength phys.atmol.oscStrength
  phys.mol.trans phys.atmol.transition
  spect.index.Halpha spect.index;em.line.Halpha
  spect.index.Hbeta spect.index;em.line.Hbeta
  spect.index.Hgamma spect.index;em.line.Hgamma
  em.line.21cm em.line.HI
  instr.ang-res pos.angResolution
  instr.antenna-temp phot.antennaTemp
  instr.area phys.area;instr
  instr.beam-width phys.angSize;instr.beam
  instr.sky-level instr.skyLevel
  instr.sky-temp instr.skyTemp
  meta.table.axis phys.size;meta.table
  phot.color.Cous phot.color
  phot.color.Gen phot.color
  phot.color.Gunn phot.color
  phot.color.JHN phot.color
  phot.color.STR phot.color
  phot.color.STR.b-y phot.color
  phot.color.STR.c1 phot.color
  phot.color.STR.m1 phot.color
  phys.absorption.gf phys.gauntFactor
  phys.at.einstein phys.atmol.transProb
  phys.at.level phys.atmol.level
  phys.dispMeas phys.dispMeasure
  phys.distance pos.distance
  phys.distance.compon pos.distance;pos.cartesian
  phys.distance.gc pos.distance;pos.galactocentric
  phys.electron.energy phys.energy;phys.electron
  phys.mass.fraction phys.mass;arith.ratio
  phys.polarization.rotMeas phys.polarization.rotMeasure
  phys.size.area phys.area
  pos.ang pos
  pos.ang.separation pos.angDistance
  pos.ee pos.errorEllipse
  pos.eq.dec.arcsec pos.eq.dec
  pos.eq.ra.minutes pos.eq.ra
  pos.eq.ra.seconds pos.eq.ra
  pos.gal.compon pos.cartesian;pos.galactic
  pos.sg.compon pos.cartesian;pos.supergalactic
  src.class.star-galaxy src.class.starGalaxy
  src.orbital.energy phys.energy;src.orbital
  src.orbital.separation pos.angDistance;src.orbital
  src.orbital.size phys.size;src.orbital
  src.separation pos.angDistance;src
  src.veloc.compon phys.veloc;pos.cartesian
  phys.extension phys.angSize
  phys.polarization.posAng pos.posAng;phys.polarization
  pos.det pos.cartesian;instr.det
  pos.pm.dec pos.pm;pos.eq.dec
  pos.pm.ra pos.pm;pos.eq.ra
  pos.precess.dec pos.precess;pos.eq.dec
  pos.precess.ra pos.precess;pos.eq.ra
  pos.proj pos.cartesian
  src.veloc.gc phys.veloc;pos.galactocentric
  src.veloc.geoc phys.veloc;pos.geocentric
  src.veloc.hc phys.veloc;pos.heliocentric
  phys.at.lineBroad spect.line.broad
  pos.ec pos.ecliptic
  pos.ec.lat pos.ecliptic.lat
  pos.ec.lon pos.ecliptic.lon
  pos.gal pos.galactic
  pos.gal.lat pos.galactic.lat
  pos.gal.lon pos.galactic.lon
  pos.sg pos.supergalactic
  pos.sg.lat pos.supergalactic.lat
  pos.sg.lon pos.supergalactic.lon
  spect.line.veloc spect.dopplerVeloc
  instr.angRes pos.angResolution
  instr.obsty.site pos.earth.altitude;instr.obsty
  instr.obsty.site.seeing instr.obsty.seeing
  instr.spect instr
  instr.spect.dispersion instr.dispersion
  instr.spect.order instr.order
  instr.spect.resolution spect.resolution
  instr.tel.focus instr.tel.focalLength
  meta.fits.software meta.software
  obs.air obs.atmos
  obs.air.extinction obs.atmos.extinction
  obs.air.mass obs.airMass
  phot.sb phot.mag.sb
  phys.at.branchingRatio phys.atmol.branchingRatio
  phys.at.crossSection phys.atmol.crossSection
  phys.at.lineShift phys.atmol.lineShift
  phys.at.moment phys.atmol.radiationType
  phys.at.moment.electric phys.atmol.radiationType
  phys.at.moment.magnetic phys.atmol.radiationType
  phys.at.qn.S phys.atmol.qn
  phys.at.qn.L phys.atmol.qn
  phys.at.qn.J phys.atmol.qn
  phys.at.qn.F phys.atmol.qn
  phys.atmol.state.final phys.atmol.final
  phys.atmol.state.initial phys.atmol.initial
  phys.mol.quadrupole.magnetic phys.atmol.radiationType
  phys.refraction phys.refractIndex
  pos.az.ha pos.eq.ha
  pos.earth.nutation pos.nutation
  spect.veloc spect.dopplerVeloc
  src.fwhm phys.angSize;src
  src.orbital.veloc phys.veloc.orbital
  src.veloc phys.veloc
  src.veloc.ang phys.veloc.ang
  src.veloc.cmb phys.veloc;pos.cmb
  src.veloc.dispersion phys.veloc.dispersion
  src.veloc.escape phys.veloc.escape
  src.veloc.expansion phys.veloc.expansion
  src.veloc.lg phys.veloc;pos.lg
  src.veloc.lsr phys.veloc;pos.lsr
  src.veloc.microTurb phys.veloc.microTurb
  src.veloc.pulsat phys.veloc.pulsat
  src.veloc.rotat phys.veloc.rotat
  phys.mass.light phys.composition.massLightRatio
  pos.satellite pos.bodyrc
  phot.fluxDens phot.flux.density
  phot.fluxDens.sb phot.flux.density.sb
  phys.at phys.atmol
  phys.atmol.coll phys.atmol.collisional
  phys.atmol.ion phys.atmol.ionStage
  phys.atmol.trans phys.atmol.transition
  phys.energyDensity phys.energy.density
  phys.massToLight phys.composition.massLightRatio
  phys.massYield phys.composition.yield
  spect.doppler spect.dopplerParam
  phys.at.collStrength phys.atmol.collStrength
  phys.at.damping phys.damping
  phys.at.lande phys.atmol.lande
  phys.at.number phys.atmol.number
  phys.at.oscStrength phys.atmol.oscStrength
  phys.at.qn phys.atmol.qn
  phys.at.qn.I phys.atmol.qn
  phys.at.radiationType phys.atmol.radiationType
  phys.at.term phys.atmol.term
  phys.at.transProb phys.atmol.transProb
  phys.at.wOscStrength phys.atmol.wOscStrength
  phys.at.weight phys.atmol.weight
  phys.atmol.damping phys.damping
  phys.atmol.qn.I phys.atmol.qn
  phys.mol.qn phys.atmol.qn
  time.event time.duration
  time.event.start time.start
  time.event.end time.end
  time.expo time.duration;obs.exposure
  time.expo.end time.end;obs.exposure
  time.expo.start time.start;obs.exposure
  time.obs time.duration;obs
  time.obs.end time.end;obs
  time.obs.start time.start;obs
  em.UV.FUV em.UV.100-200nm
  meta.ref.ivorn meta.ref.ivoid
  pos.bodyrc.long pos.bodyrc.lon
  pos.eop.nutation pos.nutation
  pos.lambert pos.projection
`;

const split = (text: string): string[] => text.trim().split(/\s+/);

/** Each word of the list as it is spelt there, by its lower-case form. */
export const UCD_WORDS: ReadonlyMap<string, { readonly word: string; readonly flag: UcdFlag }> = new Map(
  (Object.keys(WORDS) as UcdFlag[]).flatMap((flag) =>
    split(WORDS[flag]).map((word) => [word.toLowerCase(), { word, flag }] as const),
  ),
);

/** What to write instead of a word of earlier lists, by its lower-case form. */
export const REPLACED_UCDS: ReadonlyMap<string, string> = new Map(
  REPLACED.trim()
    .split('\n')
    .map((line) => {
      const [old = '', instead = ''] = split(line);
      return [old.toLowerCase(), instead] as const;
    }),
);
